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

use crate::args::Args;
use crate::exit::Exit;
use crate::output::Output;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no errors; both print themselves.
            let code = if error.use_stderr() {
                Exit::BadInput
            } else {
                Exit::Done
            };
            let _ = error.print();
            return code.into();
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
    match ended {
        Ok(exit) => exit.into(),
        Err(error) => {
            output.error(&error);
            Exit::of(error.code).into()
        }
    }
}
