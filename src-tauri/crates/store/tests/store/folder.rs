//! The folder: one holder, private files, an id that stays.

use patchbay_connector::Secret;
use patchbay_store::{EngineFile, Folder, FolderError, HolderKind, is_id, read_engine_file};

use crate::support::{Place, connect};

#[test]
fn a_second_holder_is_told_who_holds_the_folder() {
    let place = Place::new();
    let folder = place.lock();
    folder
        .write_engine_file(&EngineFile {
            pid: std::process::id(),
            kind: HolderKind::Engine,
            address: Some("127.0.0.1:7282".to_owned()),
            token: Secret::from("control-token"),
        })
        .unwrap();
    let error = Folder::lock(&place.path(), HolderKind::Command).unwrap_err();
    let FolderError::Held { pid, kind, address } = &error else {
        panic!("{error}")
    };
    assert_eq!(
        (*pid, *kind),
        (Some(std::process::id()), Some(HolderKind::Engine))
    );
    assert_eq!(address.as_deref(), Some("127.0.0.1:7282"));
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("127.0.0.1:7282") && !shown.contains("control-token"),
        "{shown}"
    );

    let read = read_engine_file(&place.path()).unwrap().unwrap();
    assert_eq!(read.token.expose(), "control-token");
    let id = folder.id().to_owned();
    assert!(is_id(&id));
    drop(folder);
    assert!(
        read_engine_file(&place.path()).unwrap().is_none(),
        "engine.json is removed on exit"
    );
    assert_eq!(place.lock().id(), id, "the id stays");
}

#[test]
fn a_stale_engine_file_is_no_obstacle_and_is_replaced() {
    let place = Place::new();
    drop(place.lock());
    std::fs::write(place.path().join("engine.json"), "{").unwrap();
    let folder = place.lock();
    assert_eq!(
        read_engine_file(folder.path()).unwrap().unwrap().pid,
        std::process::id()
    );
}

#[cfg(unix)]
mod modes {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn everything_is_private_to_the_user_while_it_is_in_use() {
        let place = Place::new();
        std::fs::create_dir(place.path()).unwrap();
        std::fs::set_permissions(place.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let (folder, store) = place.open();
        connect(&store, "one");
        store.call_sized("x", 1);
        store.calls_flush();
        assert_eq!(mode(folder.path()), 0o700);
        let mut seen = Vec::new();
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(
                mode(&path),
                if path.is_dir() { 0o700 } else { 0o600 },
                "{}",
                path.display()
            );
            seen.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
        for expected in [
            "patchbay.db",
            "patchbay.db-wal",
            "patchbay.db-shm",
            "calls.db",
            "engine.json",
            "id",
            "lock",
        ] {
            assert!(
                seen.iter().any(|name| name == expected),
                "{expected} not in {seen:?}"
            );
        }
    }

    #[test]
    fn an_engine_file_that_is_a_link_or_open_to_others_is_refused() {
        let place = Place::new();
        std::fs::create_dir(place.path()).unwrap();
        let target = place.dir.path().join("elsewhere");
        let text = r#"{"pid":1,"kind":"engine","address":"127.0.0.1:1","token":"t"}"#;
        std::fs::write(&target, text).unwrap();
        let file = place.path().join("engine.json");
        std::os::unix::fs::symlink(&target, &file).unwrap();
        assert!(matches!(
            read_engine_file(&place.path()),
            Err(FolderError::NotOurs { .. })
        ));
        // Taking the folder replaces the link and leaves its target alone.
        let folder = place.lock();
        assert_eq!(std::fs::read_to_string(&target).unwrap(), text);
        assert!(!std::fs::symlink_metadata(&file).unwrap().is_symlink());
        drop(folder);
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
        assert!(matches!(
            read_engine_file(&place.path()),
            Err(FolderError::NotOurs { .. })
        ));
    }
}
