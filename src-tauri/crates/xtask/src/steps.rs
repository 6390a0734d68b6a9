//! The steps of `cargo xtask test`: what each is called, what it is for, and what it does.

use std::{fs, path::Path};

use crate::{failure::Failure, invoke, packages, pages, stage};

/// The version that is installed where there is none: one file of rules is then read in one way everywhere.
const CARGO_DENY: &str = "0.20.2";

/// What is known about a run: where, and what its caller wants `cargo test` to be told besides.
pub(crate) struct Run<'a> {
    pub(crate) root: &'a Path,
    pub(crate) test_arguments: &'a [String],
}

pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) purpose: &'static str,
    pub(crate) act: fn(&Run<'_>) -> Result<(), Failure>,
}

/// All steps, in the order in which they run: what fails fast comes first.
pub(crate) const ALL: &[Step] = &[
    Step {
        name: "packages",
        purpose: "install missing system packages",
        act: |run| packages::install_to_test(run.root),
    },
    Step {
        name: "npm",
        purpose: "install the npm packages of ui/ and tests/",
        act: npm,
    },
    Step {
        name: "lock",
        purpose: "Cargo.lock says what Cargo.toml asks for",
        act: |run| cargo(run, &["fetch", "--locked"]),
    },
    Step {
        name: "fmt",
        purpose: "Rust is formatted",
        act: |run| cargo(run, &["fmt", "--all", "--check"]),
    },
    Step {
        name: "pages",
        purpose: "build, typecheck, lint and test the pages",
        act: |run| {
            ["build", "typecheck", "lint", "test"]
                .iter()
                .try_for_each(|name| pages::script(run.root, name))
        },
    },
    Step {
        name: "clippy",
        purpose: "no warning in any target",
        act: |run| {
            cargo(
                run,
                &[
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--locked",
                    "--",
                    "-D",
                    "warnings",
                ],
            )
        },
    },
    Step {
        name: "deny",
        purpose: "licences, bans and sources of all dependencies",
        act: deny,
    },
    Step {
        name: "build",
        purpose: "compile everything that the tests run",
        act: build,
    },
    Step {
        name: "tests",
        purpose: "all Rust tests, on a private display, session bus, keyring and home",
        act: tests,
    },
    Step {
        name: "browser",
        purpose: "the window's pages in Chromium on a real engine: every screen, the many cases, axe",
        act: browser,
    },
    Step {
        name: "sdk",
        purpose: "Membrane's own SDKs against `patchbay serve`, in Node and in Chromium, on the same private stage",
        act: sdk,
    },
    Step {
        name: "generated",
        purpose: "the TypeScript that the tests generate is the committed one",
        act: generated,
    },
];

fn npm(run: &Run<'_>) -> Result<(), Failure> {
    pages::install(&run.root.join("ui"))?;
    let tests = run.root.join("tests");
    if tests.join("package.json").exists() {
        pages::install(&tests)?;
    }
    Ok(())
}

fn deny(run: &Run<'_>) -> Result<(), Failure> {
    if invoke::output("cargo", &["deny", "--version"]).is_none() {
        println!("cargo-deny is not installed; installing it once takes some minutes.");
        cargo(run, &["install", "cargo-deny", "--version", CARGO_DENY])?;
    }
    println!(
        "Advisories are not checked here: their database is not part of any registry that a test may reach."
    );
    cargo(
        run,
        &["deny", "--workspace", "check", "licenses", "bans", "sources"],
    )
}

fn build(run: &Run<'_>) -> Result<(), Failure> {
    // The binaries too: tests at the top start `patchbay`, which is another package's.
    cargo(run, &["build", "--workspace", "--bins"])?;
    cargo(run, &["test", "--workspace", "--no-run"])
}

fn tests(run: &Run<'_>) -> Result<(), Failure> {
    let mut line = vec!["cargo", "test", "--workspace"];
    line.extend(run.test_arguments.iter().map(String::as_str));
    stage::run(run.root, &line)
}

/// The engine behind the pages is an example of `patchbay-api`, which the step `build` compiles with the tests.
fn browser(run: &Run<'_>) -> Result<(), Failure> {
    stage::run(
        run.root,
        &["npm", "run", "--silent", "--prefix", "tests", "pages"],
    )
}

/// The tests start `patchbay` themselves, so it must be built: the step `build` does that.
fn sdk(run: &Run<'_>) -> Result<(), Failure> {
    stage::run(run.root, &["npm", "run", "--silent", "--prefix", "tests", "sdk"])
}

fn generated(run: &Run<'_>) -> Result<(), Failure> {
    const FOLDER: &str = "ui/shared/generated";
    if !run.root.join(FOLDER).exists() || fs::read_dir(run.root.join(".git")).is_err() {
        println!("Nothing to compare: no {FOLDER}, or not a clone.");
        return Ok(());
    }
    let status = invoke::output(
        "git",
        &[
            "-C",
            &run.root.to_string_lossy(),
            "status",
            "--porcelain",
            "--",
            FOLDER,
        ],
    );
    match status.as_deref() {
        Some("") => Ok(()),
        Some(changes) => Err(Failure::Unexpected {
            what: format!("Generated TypeScript differs from what is committed:\n{changes}\n"),
            next: format!("The tests have just written it anew: look at it and commit {FOLDER}."),
        }),
        None => Err(Failure::Unexpected {
            what: "git could not be asked for changes".into(),
            next: "Is git installed, and is this folder marked safe for this user?".into(),
        }),
    }
}

fn cargo(run: &Run<'_>, arguments: &[&str]) -> Result<(), Failure> {
    invoke::run(&mut invoke::command(run.root, &[&["cargo"], arguments].concat()))
}
