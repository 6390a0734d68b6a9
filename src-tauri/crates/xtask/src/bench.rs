//! `cargo xtask bench`: what is measured against the design's budgets. Always in a release build, and best on a machine
//! that does nothing else.

use std::path::Path;

use crate::{failure::Failure, invoke, pages, stage};

struct Bench {
    name: &'static str,
    purpose: &'static str,
    run: fn(&Path) -> Result<(), Failure>,
}

const ALL: &[Bench] = &[
    Bench {
        name: "lists",
        purpose: "100,000 connections and 1,000,000 calls: pages, filters and groups within a frame",
        run: |root| {
            example(root, "patchbay-store", "bench_lists")?;
            example(root, "patchbay-commands", "bench_health")
        },
    },
    Bench {
        name: "window",
        purpose: "the same in the real window: frames while scrolling, answers while typing, the page's memory",
        run: window,
    },
];

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
        (bench.run)(root)?;
    }
    Ok(())
}

/// Runs an example; it says no by its exit code.
fn example(root: &Path, package: &str, name: &str) -> Result<(), Failure> {
    let line = [
        "cargo",
        "run",
        "--quiet",
        "--release",
        "--package",
        package,
        "--example",
        name,
    ];
    invoke::run(&mut invoke::command(root, &line))
}

/// The window's bench is a test, because it needs what the window's tests need: a display, a keyring, a driver.
fn window(root: &Path) -> Result<(), Failure> {
    pages::script(root, "build")?;
    let fill = [
        "cargo",
        "build",
        "--release",
        "--package",
        "patchbay-api",
        "--example",
        "page_engine",
    ];
    invoke::run(&mut invoke::command(root, &fill))?;
    let line = [
        "cargo",
        "test",
        "--release",
        "--test",
        "window_lists",
        "--",
        "--ignored",
        "--nocapture",
    ];
    stage::run(root, &line)
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
