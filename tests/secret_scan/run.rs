//! Runs `patchbay` again and again, and keeps all that it prints.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{
    cli::{Cli, Started},
    planted::Planted,
};

pub(crate) struct Run {
    cli: Cli,
    /// Where standard error of what goes on is written.
    pub(crate) logs: PathBuf,
    started: usize,
    printed: Vec<(String, Vec<u8>)>,
}

impl Run {
    pub(crate) fn new(folder: &Path, passphrase: &str, logs: &Path) -> Self {
        Self {
            cli: Cli::new(folder, passphrase),
            logs: logs.to_owned(),
            started: 0,
            printed: Vec::new(),
        }
    }

    /// Starts what goes on. Arguments are separated by one space.
    pub(crate) fn start(&mut self, line: &str) -> Started {
        self.started += 1;
        let arguments: Vec<&str> = line.split(' ').collect();
        self.cli.start(
            &arguments,
            &self.logs.join(format!("{}-{}", arguments[0], self.started)),
        )
    }

    /// Keeps something that was shown.
    pub(crate) fn keep(&mut self, what: &str, text: &str) {
        self.printed.push((what.to_owned(), text.as_bytes().to_vec()));
    }

    /// Runs a command that works; its last line, where it is JSON.
    pub(crate) async fn done(&mut self, line: &str, input: &str) -> Value {
        let (success, out) = self.run(line, input).await;
        assert!(success, "{line}");
        serde_json::from_str(out.lines().last().unwrap_or("null")).unwrap_or(Value::Null)
    }

    /// Runs a command that is refused.
    pub(crate) async fn fails(&mut self, line: &str, input: &str) {
        assert!(!self.run(line, input).await.0, "{line} should fail");
    }

    /// Runs a command whose result is a secret: its output is the caller's, and not kept.
    pub(crate) async fn secret(&mut self, line: &str) -> String {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = self.cli.run_with(&arguments, "").await;
        assert!(output.status.success(), "{line}");
        self.printed.push((format!("stderr of {line}"), output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    #[allow(
        clippy::print_stdout,
        reason = "shown only where the test fails, to find out why"
    )]
    async fn run(&mut self, line: &str, input: &str) -> (bool, String) {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = self.cli.run_with(&arguments, input).await;
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        println!(
            "$ {line}: {:?}\n{out}{}",
            output.status.code(),
            String::from_utf8_lossy(&output.stderr)
        );
        self.printed.push((format!("stdout of {line}"), output.stdout));
        self.printed.push((format!("stderr of {line}"), output.stderr));
        (output.status.success(), out)
    }

    /// What of it was printed.
    pub(crate) fn found(&self, planted: &Planted) -> Vec<String> {
        let all = self.printed.iter();
        all.flat_map(|(what, bytes)| {
            planted
                .found_in(bytes)
                .into_iter()
                .map(move |secret| format!("{what}: {secret}"))
        })
        .collect()
    }
}
