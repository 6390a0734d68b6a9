//! A display of its own for the tests: Xvfb on a free number, with a small window manager.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::failure::Failure;

/// A running X server and window manager, ended by their process ids when this is dropped.
pub(crate) struct Display {
    /// As in the variable `DISPLAY`.
    pub(crate) name: String,
    server: Child,
    window_manager: Option<Child>,
}

impl Display {
    /// Starts both, with `home` as the window manager's home; returns when the server answers.
    pub(crate) fn start(home: &Path) -> Result<Self, Failure> {
        let mut server = start(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    "1440x1000x24",
                    "-nolisten",
                    "tcp",
                ])
                .stdout(Stdio::piped()),
        )?;
        let mut line = String::new();
        if let Some(stdout) = server.stdout.take() {
            // The server writes its number when it is ready, so this is the wait for it.
            let _ = BufReader::new(stdout).read_line(&mut line);
        }
        let mut display = Self {
            name: format!(":{}", line.trim()),
            server,
            window_manager: None,
        };
        if line.trim().is_empty() {
            return Err(Failure::Unexpected {
                what: "Xvfb ended before it had a display".into(),
                next: "Its own message is above.".into(),
            });
        }
        display.window_manager = Some(start(
            Command::new("openbox")
                .env("DISPLAY", &display.name)
                .env("HOME", home)
                .env_remove("WAYLAND_DISPLAY"),
        )?);
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in self.window_manager.iter_mut().chain([&mut self.server]) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn start(command: &mut Command) -> Result<Child, Failure> {
    command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|source| Failure::NotStarted {
            program: command.get_program().to_string_lossy().into_owned(),
            source,
        })
}
