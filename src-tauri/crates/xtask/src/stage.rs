//! Where the tests run: a home, display, session bus and keyring of their own.
//!
//! Without it a run would change the developer's own link handlers, keyring and data.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{display::Display, failure::Failure, footprint::Footprint, invoke, scratch::Scratch};

/// Runs inside the private session bus. The keyring is unlocked with a fixed password (it holds only what tests put
/// there), and awaited: its name appears on the bus a moment after it starts. Tests that make a thousand calls need more
/// open files than the 1,024 that many systems begin with; where 16,384 are not allowed, all that are.
const SESSION: &str = r#"
files=$(ulimit -n)
[ "$files" = unlimited ] || [ "$files" -ge 16384 ] || ulimit -Sn 16384 2>/dev/null || ulimit -Sn "$(ulimit -Hn)"
printf %s test | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
keyring=$!
trap 'kill "$keyring" 2>/dev/null' EXIT
for try in $(seq 100); do
    gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
        -m org.freedesktop.DBus.NameHasOwner org.freedesktop.secrets 2>/dev/null | grep -q true && break
    sleep 0.1
done
"$@"
"#;

/// Variables that would lead a test to the developer's own session or data.
const FORGOTTEN: &[&str] = &[
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "XAUTHORITY",
    "PATCHBAY_DATA_DIR",
    "PATCHBAY_PASSPHRASE",
];

/// Runs `line` (a program and its arguments) in `root` on a private stage, and checks that it left the real home alone.
pub(crate) fn run(root: &Path, line: &[&str]) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return invoke::run(&mut invoke::command(root, line));
    }
    let before = Footprint::take();
    let scratch = Scratch::new()?;
    let home = scratch.folder("home")?;
    let display = Display::start(&home)?;
    let session = [&["dbus-run-session", "--", "sh", "-c", SESSION, "session"], line].concat();
    let mut command = invoke::command(root, &session);
    keep_toolchain(&mut command);
    for name in FORGOTTEN {
        command.env_remove(name);
    }
    command
        .env("DISPLAY", &display.name)
        .env("GDK_BACKEND", "x11")
        // xdg-open's own way for an unknown desktop cannot read the handlers that are written for this program.
        .env("XDG_CURRENT_DESKTOP", "GNOME")
        .env("NO_AT_BRIDGE", "1")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("TMPDIR", scratch.folder("tmp")?)
        .env("XDG_RUNTIME_DIR", scratch.folder("runtime")?)
        .env("XDG_DATA_HOME", scratch.folder("home/.local/share")?)
        .env("XDG_STATE_HOME", scratch.folder("home/.local/state")?)
        .env("XDG_CONFIG_HOME", scratch.folder("home/.config")?)
        .env("XDG_CACHE_HOME", scratch.folder("home/.cache")?)
        .env("HOME", &home);
    scratch.folder("home/.local/share/keyrings")?;
    println!(
        "$ {} (with a home, display, session bus and keyring of its own)",
        line.join(" ")
    );
    let outcome = run_quietly(&mut command, line);
    drop(display);
    before.check_untouched()?;
    outcome
}

/// With another home, cargo and rustup would start from nothing.
fn keep_toolchain(command: &mut Command) {
    for (variable, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        if let Some(path) = env::var_os(variable)
            .map(PathBuf::from)
            .or_else(|| Some(env::home_dir()?.join(folder)))
        {
            command.env(variable, path);
        }
    }
}

/// As [`invoke::run`], but naming what was asked for and not the session around it.
fn run_quietly(command: &mut Command, line: &[&str]) -> Result<(), Failure> {
    let program = line.join(" ");
    let status = command.status().map_err(|source| Failure::NotStarted {
        program: "dbus-run-session".into(),
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
