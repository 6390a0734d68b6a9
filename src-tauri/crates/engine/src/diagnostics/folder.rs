//! What can be said of the data folder and its disk, and of this machine's loopback.

use patchbay_store::Store;

use super::Check;

/// With less room than this the next write may fail.
const TOO_LITTLE: u64 = 20 * 1024 * 1024;
/// With less room than this it is time to look.
const LITTLE: u64 = 500 * 1024 * 1024;

/// Folder, room, database. Blocks: it reads through the main file.
pub(super) fn checks(store: &Store) -> Vec<Check> {
    let mut checks = vec![Check::ok("data folder", store.folder().display().to_string())];
    checks.push(match store.free_space() {
        Ok(bytes) if bytes < TOO_LITTLE => Check::fail(
            "disk",
            format!(
                "Only {} are free; nothing more may be stored. Make room.",
                size(bytes)
            ),
        ),
        Ok(bytes) if bytes < LITTLE => Check::warn("disk", format!("Only {} are free.", size(bytes))),
        Ok(bytes) => Check::ok("disk", format!("{} are free.", size(bytes))),
        Err(error) => Check::warn("disk", format!("How much is free is not known: {error}")),
    });
    checks.push(match store.integrity() {
        Ok(words) if words == "ok" => Check::ok("database", "Sound."),
        Ok(words) => Check::fail(
            "database",
            format!("Damaged: {words}. Restore a backup from the data folder."),
        ),
        Err(error) => Check::fail("database", error.to_string()),
    });
    checks.push(match store.files() {
        Ok(files) => {
            let files: Vec<String> = files
                .iter()
                .map(|file| format!("{}: schema {}, {}", file.file, file.schema, size(file.bytes)))
                .collect();
            Check::ok("files", format!("{}.", files.join("; ")))
        }
        Err(error) => Check::fail("files", error.to_string()),
    });
    checks
}

/// Whether a listener can be had on loopback at all: what redirects and the API need.
pub(super) async fn loopback() -> Check {
    match tokio::net::TcpListener::bind(("127.0.0.1", 0)).await {
        Ok(_) => Check::ok("loopback", "A port of 127.0.0.1 can be listened at."),
        Err(error) => Check::fail(
            "loopback",
            format!(
                "No port of 127.0.0.1 can be listened at: {error}. Redirects to loopback and the API need one; look at \
                 firewall and sandbox rules."
            ),
        ),
    }
}

fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    match bytes {
        0..10_240 => format!("{bytes} bytes"),
        10_240..10_485_760 => format!("{} KiB", bytes / KIB),
        10_485_760..10_737_418_240 => format!("{} MiB", bytes / (KIB * KIB)),
        _ => format!("{} GiB", bytes / (KIB * KIB * KIB)),
    }
}
