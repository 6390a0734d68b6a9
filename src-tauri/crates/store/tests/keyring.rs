//! The vault on the real gnome-keyring: working, locked, empty, without a bus, and restarted under our feet.
//!
//! Each test runs its body in a child process with a HOME, a runtime folder and a session bus of its own, so that no
//! keyring of a user is ever touched. Where the daemons are not installed the tests fail and say what to install.
#![cfg(target_os = "linux")]
// clippy.toml allows these in test functions only; the helpers beside them are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use patchbay_connector::Secret;
use patchbay_store::{
    Folder, HolderKind, KeySource, KeyStore, KeyStoreError, Store, SystemKeyring, VaultError, VaultState,
};

const INSIDE: &str = "PATCHBAY_TEST_KEYRING";
const SERVICE: &str = "patchbay-test";

/// A session bus and what belongs to it; ended with the value.
struct Session {
    home: tempfile::TempDir,
    bus: Child,
}

impl Session {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        for name in ["run", ".cache", ".local/share/keyrings"] {
            std::fs::create_dir_all(home.path().join(name)).unwrap();
        }
        std::fs::set_permissions(home.path().join("run"), PermissionsExt::from_mode(0o700)).unwrap();
        let mut command = Command::new("dbus-daemon");
        command
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        private(&mut command, home.path());
        let mut bus = command
            .spawn()
            .expect("dbus-daemon is needed: apt-get install dbus gnome-keyring");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        std::fs::write(home.path().join("bus"), address.trim()).unwrap();
        Self { home, bus }
    }

    /// Runs one of this file's bodies in a process that lives in this session.
    fn run(&self, body: &str) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", body, "--nocapture", "--test-threads=1"]);
        private(&mut command, self.home.path());
        command.env(
            "DBUS_SESSION_BUS_ADDRESS",
            std::fs::read_to_string(self.home.path().join("bus")).unwrap(),
        );
        command.env(INSIDE, self.home.path());
        let output = command.output().unwrap();
        let text =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && text.contains("1 passed"),
            "{body} in its session:\n{text}"
        );
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The keyring's daemon leaves when its bus does.
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}

fn private(command: &mut Command, home: &Path) {
    for name in [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "DBUS_SESSION_BUS_ADDRESS",
        "GNOME_KEYRING_CONTROL",
        "XDG_DATA_HOME",
    ] {
        command.env_remove(name);
    }
    command.env("HOME", home).env("XDG_RUNTIME_DIR", home.join("run"));
}

/// The session's folder, inside the child process; `None` in the process that starts it.
fn inside() -> Option<PathBuf> {
    std::env::var_os(INSIDE).map(PathBuf::from)
}

/// A keyring daemon in the foreground; ended with the value.
struct Daemon(Child);

impl Daemon {
    /// Starts it; with a password, the login keyring is made or unlocked.
    fn start(password: Option<&str>) -> Self {
        let mut command = Command::new("gnome-keyring-daemon");
        command
            .args(["--foreground", "--components=secrets"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if password.is_some() {
            command.arg("--unlock");
        }
        command.stdin(Stdio::piped());
        let mut child = command
            .spawn()
            .expect("gnome-keyring-daemon is needed: apt-get install dbus gnome-keyring");
        let mut input = child.stdin.take().unwrap();
        input.write_all(password.unwrap_or_default().as_bytes()).unwrap();
        drop(input);
        until("the keyring is on the bus", || owner().is_some());
        Self(child)
    }

    fn stop(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
        until("the keyring is off the bus", || owner().is_none());
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Who has the Secret Service's name, without starting it.
fn owner() -> Option<String> {
    let output = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
        ])
        .args([
            "org.freedesktop.DBus.GetNameOwner",
            "string:org.freedesktop.secrets",
        ])
        .output()
        .unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !condition() {
        assert!(Instant::now() < deadline, "waited too long until {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Locks every collection, as a screen lock or the user may.
fn lock_collection() {
    let status = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
        ])
        .args([
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}

fn store(home: &Path) -> (Folder, Store) {
    let folder = Folder::lock(&home.join("data"), HolderKind::Engine).unwrap();
    let store = Store::open(&folder, Arc::new(SystemKeyring::new(SERVICE))).unwrap();
    (folder, store)
}

fn planted() -> Secret<Vec<u8>> {
    Secret::new(b"planted".to_vec())
}

#[test]
fn working_then_restarted_then_locked() {
    let Some(home) = inside() else {
        return Session::start().run("working_then_restarted_then_locked");
    };
    let daemon = Daemon::start(Some("pass"));
    let (folder, first) = store(&home);
    assert_eq!(
        first.vault().open(None, None),
        VaultState::Ready,
        "{:?}",
        first.vault().problem()
    );
    assert_eq!(first.vault().source(), Some(KeySource::Keyring));
    first.set_sealed_setting("s", &planted()).unwrap();
    let account = folder.id().to_owned();
    drop((first, folder));

    // The same store object, and its daemon is another one: no restart of ours is needed.
    let keys = SystemKeyring::new(SERVICE);
    let key = keys.get(&account).unwrap().unwrap();
    assert_eq!(key.expose().len(), 32);
    assert_eq!(keys.get("no-such-account").unwrap(), None);
    daemon.stop();
    let daemon = Daemon::start(Some("pass"));
    assert_eq!(keys.get(&account).unwrap(), Some(key));
    let (folder, second) = store(&home);
    assert_eq!(
        second.vault().open(None, None),
        VaultState::Ready,
        "{:?}",
        second.vault().problem()
    );
    assert_eq!(second.sealed_setting("s").unwrap(), Some(planted()));
    drop((second, folder));

    // Locked: told as such, nothing minted, nothing lost.
    lock_collection();
    let (folder, third) = store(&home);
    assert_eq!(third.vault().open(None, None), VaultState::Locked);
    assert_eq!(
        third.vault().problem(),
        Some(VaultError::KeyStore(KeyStoreError::Locked))
    );
    assert!(third.sealed_setting("s").is_err());
    // The user unlocks it (here: logs in again), and tries again in the same process.
    daemon.stop();
    let _daemon = Daemon::start(Some("pass"));
    assert_eq!(
        third.vault().open(None, None),
        VaultState::Ready,
        "{:?}",
        third.vault().problem()
    );
    assert_eq!(third.sealed_setting("s").unwrap(), Some(planted()));

    // Somebody empties the keyring: the key is missing, and is not made anew by itself.
    drop((third, folder));
    keys.delete(&account).unwrap();
    let (_folder, fourth) = store(&home);
    assert_eq!(fourth.vault().open(None, None), VaultState::KeyMissing);
    assert_eq!(keys.get(&account).unwrap(), None);
    assert_eq!(fourth.vault().start_over().unwrap(), VaultState::Ready);
    assert_eq!(fourth.sealed_setting("s").unwrap(), None);
}

#[test]
fn never_unlocked() {
    let Some(home) = inside() else {
        return Session::start().run("never_unlocked");
    };
    let _daemon = Daemon::start(None);
    let (_folder, store) = store(&home);
    // It says "no entry", but it cannot keep one either: that is no working keyring, so the choice is the user's.
    assert_eq!(store.vault().open(None, None), VaultState::Unchosen);
    assert!(matches!(store.vault().problem(), Some(VaultError::KeyStore(_))));
    assert_eq!(
        store.vault().open(Some(KeySource::Memory), None),
        VaultState::Ready
    );
    store.set_sealed_setting("s", &planted()).unwrap();
}

#[test]
fn without_a_bus() {
    let Some(home) = inside() else {
        let session = Session::start();
        std::fs::write(
            session.home.path().join("bus"),
            "unix:path=/nonexistent/patchbay-test",
        )
        .unwrap();
        return session.run("without_a_bus");
    };
    let (_folder, store) = store(&home);
    assert_eq!(store.vault().open(None, None), VaultState::Unchosen);
    assert_eq!(
        store.vault().open(Some(KeySource::Keyring), None),
        VaultState::Unavailable
    );
    let Some(VaultError::KeyStore(KeyStoreError::Unavailable(_))) = store.vault().problem() else {
        panic!("{:?}", store.vault().problem())
    };
    assert_eq!(
        store
            .vault()
            .open(Some(KeySource::Passphrase), Some(Secret::from("p"))),
        VaultState::Ready
    );
}
