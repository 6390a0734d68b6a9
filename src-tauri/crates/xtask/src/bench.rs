//! `cargo xtask bench`: what is measured against the design's budgets. Always in a release build, and best on a machine
//! that does nothing else.

use std::{path::Path, process::Command};

use crate::{failure::Failure, invoke, launch::beside_this, pages, stage};

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
            build(root)?;
            example(root, "bench_lists")?;
            example(root, "bench_health")
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

/// Builds everything that is measured in one go: all of it then shares every artefact.
fn build(root: &Path) -> Result<(), Failure> {
    pages::script(root, "build")?;
    let line = [
        "cargo",
        "build",
        "--release",
        "--workspace",
        "--bins",
        "--examples",
    ];
    invoke::run(&mut invoke::command(root, &line))
}

/// Runs an example; it says no by its exit code.
fn example(root: &Path, name: &str) -> Result<(), Failure> {
    // This program is in `debug`, and what is measured in the folder beside it.
    let program = beside_this(&format!("../release/examples/{name}"))?;
    invoke::run(Command::new(program).current_dir(root))
}

/// The window's bench is a test, because it needs what the window's tests need: a display, a keyring, a driver.
fn window(root: &Path) -> Result<(), Failure> {
    build(root)?;
    let line = [
        "cargo",
        "test",
        "--release",
        "--workspace",
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
