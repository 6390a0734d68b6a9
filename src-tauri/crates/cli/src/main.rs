//! `patchbay`: the same engine without a window.
//!
//! Every command is one of `patchbay-commands`. Where an app or `patchbay serve` holds the data folder, the command
//! runs there, through `/control`; otherwise this process takes the folder for as long as it needs it. Deliberately
//! not here: any rule of connecting or calling.

mod args;
mod browser;
mod exit;
mod key;
mod logging;
mod output;
mod place;
mod run;
mod session;
mod table;
mod time;
mod values;
mod workspace_folder;

use std::process::ExitCode;

use clap::Parser;
use patchbay_engine::{Code, Error, ErrorView};

use crate::args::Args;
use crate::exit::Exit;
use crate::output::Output;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no errors; both print themselves.
            if !error.use_stderr() {
                let _ = error.print();
                return Exit::Done.into();
            }
            // There are no arguments to ask yet.
            if std::env::args_os().any(|argument| argument == "--json") {
                Output::new(true).error(&said(&error));
            } else {
                let _ = error.print();
            }
            return Exit::BadInput.into();
        }
    };
    logging::start();
    let output = Output::new(args.common.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output.note(&format!("The system gives this process no threads: {error}."));
            return Exit::Failed.into();
        }
    };
    let ended = runtime.block_on(run::run(args, &output));
    // A keyring's prompt or a pending read of standard input must not keep the process.
    runtime.shutdown_background();
    let exit = match ended {
        Ok(exit) => exit,
        Err(error) => {
            output.error(&error);
            Exit::of(error.code)
        }
    };
    match exit {
        Exit::Done if output.lost() => Exit::Failed.into(),
        exit => exit.into(),
    }
}

/// A parser's error without its usage lines.
fn said(error: &clap::Error) -> ErrorView {
    let text = error.to_string();
    let message = text
        .split("\n\nUsage:")
        .next()
        .unwrap_or_default()
        .trim()
        .trim_start_matches("error: ");
    Error::new(Code::InvalidRequest, message)
        .next("`patchbay --help`, or `--help` behind a command, lists what it takes.")
        .into()
}
