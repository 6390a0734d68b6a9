//! Running other programs: their output goes straight to the terminal, a bad end becomes a [`Failure`].

use std::{
    path::Path,
    process::{Command, Stdio},
};

use crate::failure::Failure;

/// The command `line[0]` with the rest of `line` as arguments, to be run in `folder`.
pub(crate) fn command(folder: &Path, line: &[&str]) -> Command {
    let (program, arguments) = line.split_first().unwrap_or((&"", &[]));
    let mut command = Command::new(spelled_here(program));
    command.args(arguments).current_dir(folder);
    command
}

/// npm is a script on Windows, and a script is only found with its ending.
fn spelled_here(program: &str) -> &str {
    match program {
        "npm" if cfg!(windows) => "npm.cmd",
        other => other,
    }
}

/// Says what is run, runs it and waits; its output is not touched.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let program = described(command);
    println!("$ {program}");
    let status = command.status().map_err(|source| Failure::NotStarted {
        program: program.clone(),
        source,
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Exited {
            program,
            code: status.code(),
        })
    }
}

/// What a program prints on standard output, or `None` where it is missing or fails.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(spelled_here(program))
        .args(arguments)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command line as a person would type it.
fn described(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
