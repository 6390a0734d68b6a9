//! `cargo xtask bench`: what is measured against the design's budgets. Always in a release build, and best on a machine
//! that does nothing else.

use std::path::Path;

use crate::{failure::Failure, invoke};

struct Bench {
    name: &'static str,
    purpose: &'static str,
    /// Packages and their examples, in order; each says no by its exit code.
    examples: &'static [(&'static str, &'static str)],
}

const ALL: &[Bench] = &[Bench {
    name: "lists",
    purpose: "100,000 connections and 1,000,000 calls: pages, filters and groups within a frame",
    examples: &[
        ("patchbay-store", "bench_lists"),
        ("patchbay-commands", "bench_health"),
    ],
}];

/// Runs the benches named in `wanted` (all, when none is).
pub(crate) fn run(root: &Path, wanted: &[String]) -> Result<(), Failure> {
    if let Some(unknown) = wanted
        .iter()
        .find(|name| ALL.iter().all(|bench| bench.name != name.as_str()))
    {
        return Err(Failure::Unexpected {
            what: format!("There is no bench `{unknown}`"),
            next: format!("The benches are: {}.", names().join(", ")),
        });
    }
    for bench in ALL {
        if !wanted.is_empty() && wanted.iter().all(|name| name != bench.name) {
            continue;
        }
        println!("\n== {}: {}", bench.name, bench.purpose);
        for (package, example) in bench.examples {
            let line = [
                "cargo",
                "run",
                "--quiet",
                "--release",
                "--package",
                package,
                "--example",
                example,
            ];
            invoke::run(&mut invoke::command(root, &line))?;
        }
    }
    Ok(())
}

fn names() -> Vec<&'static str> {
    ALL.iter().map(|bench| bench.name).collect()
}

/// A line for each bench, for the help.
pub(crate) fn describe() {
    for bench in ALL {
        println!("  {:<11}{}", bench.name, bench.purpose);
    }
}
