//! `cargo xtask`: the few commands with which this project is run and checked.
//!
//! Each is one command on a fresh machine with Rust, a C linker and Node: what else is missing is installed first, and
//! said before it is done. Only the standard library is used, so that this starts in seconds on a bare machine.
//! Not here: packaging (`npx tauri build`), and anything that needs to know what Patchbay does.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the terminal is this program's only surface"
)]

mod bench;
mod display;
mod failure;
mod footprint;
mod invoke;
mod launch;
mod packages;
mod pages;
mod scratch;
mod stage;
mod steps;
mod suite;

use std::{env, path::PathBuf, process::ExitCode};

use failure::Failure;

const HELP: &str = "\
cargo xtask COMMAND

  run [-- ARGS]             Build everything and open the window (development profile: its own data folder and links).
  test                      Every check, in order; stops at the first that fails.
  test STEP... [-- ARGS]    Only these steps. ARGS go to `cargo test` of the step `tests`,
                            as in: cargo xtask test tests -- --test window_smoke
  bench [NAME...]           Measure, in a release build, what has a budget.
  help                      This text, with the names of the steps and benches.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), Failure> {
    let root = repository_root()?;
    let (own, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    match own.split_first().map(|(command, rest)| (command.as_str(), rest)) {
        Some(("run", [])) => launch::run(&root, passed_on),
        Some(("test", wanted)) => suite::run(&root, wanted, passed_on),
        Some(("bench", wanted)) => bench::run(&root, wanted),
        Some(("help" | "--help" | "-h", _)) => {
            println!("{HELP}\n\nSteps of `test`, in order:");
            for step in steps::ALL {
                println!("  {:<11}{}", step.name, step.purpose);
            }
            println!("\nBenches:");
            bench::describe();
            Ok(())
        }
        _ => Err(Failure::Usage(HELP)),
    }
}

/// The folder with the workspace's `Cargo.toml`, three above this crate's. Cargo says where that is when it runs this;
/// what was true when this was compiled is only second best, as a target folder may be shared.
fn repository_root() -> Result<PathBuf, Failure> {
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors()
        .nth(3)
        .map(PathBuf::from)
        .ok_or_else(|| Failure::Unexpected {
            what: "This crate is not inside the project".into(),
            next: "Run it as `cargo xtask` from a clone of the project.".into(),
        })
}
