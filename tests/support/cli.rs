//! The real `patchbay`, with everything it prints kept.

use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// Long enough for a busy machine; every wait ends as soon as its condition holds.
const PATIENCE: Duration = Duration::from_secs(60);

/// `patchbay` on one data folder.
pub(crate) struct Cli {
    folder: PathBuf,
    passphrase: String,
}

/// A running `patchbay`, whose standard error goes to a file.
pub(crate) struct Started {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Cli {
    pub(crate) fn new(folder: &Path, passphrase: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            passphrase: passphrase.to_owned(),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let binary = Path::new(env!("CARGO_BIN_EXE_patchbay-desktop")).with_file_name("patchbay");
        assert!(
            binary.exists(),
            "{} is missing: `cargo build -p patchbay-cli` makes it (`cargo test --workspace` does too)",
            binary.display()
        );
        let mut command = Command::new(binary);
        command
            .args(arguments)
            .env("PATCHBAY_DATA_DIR", &self.folder)
            .env("PATCHBAY_PASSPHRASE", &self.passphrase)
            .env("PATCHBAY_LOG", "trace")
            .env("RUST_BACKTRACE", "1")
            .kill_on_drop(true);
        command
    }

    /// Runs a command to its end, with this on its standard input.
    pub(crate) async fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut stdin = process.stdin.take().unwrap();
        // A command that does not read has ended before.
        let _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        timeout(PATIENCE, process.wait_with_output())
            .await
            .expect("it ends in time")
            .unwrap()
    }

    /// Starts a command that goes on; its standard error is written to `log`.
    pub(crate) fn start(&self, arguments: &[&str], log: &Path) -> Started {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(log).unwrap());
        let mut process = command.spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Started { process, lines }
    }
}

impl Started {
    /// Its next line, which is JSON.
    pub(crate) async fn line(&mut self) -> Value {
        let line = timeout(PATIENCE, self.lines.next_line())
            .await
            .expect("a line in time")
            .unwrap();
        serde_json::from_str(&line.expect("a line")).unwrap()
    }

    /// Ends it as a service manager would, and waits until it has ended well.
    pub(crate) async fn terminate(mut self) {
        let id = self.process.id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .await
                .unwrap()
                .success()
        );
        self.ended().await;
    }

    /// Waits until it has ended; whether well.
    pub(crate) async fn ended(&mut self) -> bool {
        timeout(PATIENCE, self.process.wait())
            .await
            .expect("it ends in time")
            .unwrap()
            .success()
    }
}
