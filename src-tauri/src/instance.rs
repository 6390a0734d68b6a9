//! One window to a data folder.
//!
//! The plugin knows a running window by a name on the session bus, which can carry the folder on Linux; elsewhere it
//! can not, so there only the default folder's windows find each other, and the folder's lock does the rest.

use sha2::{Digest as _, Sha256};
use tauri::{AppHandle, Wry, plugin::TauriPlugin};

use crate::{arguments::Arguments, host::Place, links, main_window, profile};

/// The plugin for this folder, or none where it could not tell folders apart.
pub(crate) fn plugin(identifier: &str, place: &Place) -> Option<TauriPlugin<Wry>> {
    if !place.is_default && !cfg!(target_os = "linux") {
        return None;
    }
    let plugin = tauri_plugin_single_instance::Builder::new()
        .dbus_id(name(identifier, place))
        .callback(|app, line, _| second_start(app, line));
    Some(plugin.build())
}

/// The identifier, followed by the folder where it is not the default one. A part of a bus name is letters, digits,
/// `_` and `-`, and does not begin with a digit (D-Bus Specification, "Bus names").
fn name(identifier: &str, place: &Place) -> String {
    if place.is_default {
        return identifier.to_owned();
    }
    let digest = Sha256::digest(place.folder.as_os_str().as_encoded_bytes());
    let [a, b, c, d, ..] = digest.0;
    format!("{identifier}.folder_{:08x}", u32::from_be_bytes([a, b, c, d]))
}

/// Another process was started on our folder, and has ended: what it was started for is ours to do.
fn second_start(app: &AppHandle, line: Vec<String>) {
    match Arguments::parse(line.into_iter().skip(1), profile::SCHEME).link {
        Some(link) => links::arrive(app, &link),
        None => {
            if let Err(error) = main_window::show(app) {
                tracing::warn!(%error, "the window could not be brought forward");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_has_a_name_of_its_own() {
        let place = |folder: &str, is_default| Place {
            folder: folder.into(),
            is_default,
            port: 7282,
        };
        let default = name("com.patchbay.desktop", &place("/a", true));
        let one = name("com.patchbay.desktop", &place("/a", false));
        let two = name("com.patchbay.desktop", &place("/b", false));
        assert_eq!(default, "com.patchbay.desktop");
        assert!(one != two && one.starts_with("com.patchbay.desktop.folder_"));
        assert_eq!(one, name("com.patchbay.desktop", &place("/a", false)));
    }
}
