//! The states of the vault, with a key store that does as it is told.

use std::collections::HashMap;
use std::sync::mpsc::channel;

use super::*;
use crate::db::Durability;
use crate::migrate;

#[derive(Default)]
struct FakeKeys {
    items: Mutex<HashMap<String, Vec<u8>>>,
    failure: Mutex<Option<KeyStoreError>>,
    /// While held by a test, every `get` hangs.
    gate: Mutex<()>,
    gets: Mutex<usize>,
    entered: Condvar,
}

impl FakeKeys {
    fn fail(&self, failure: Option<KeyStoreError>) {
        *lock(&self.failure) = failure;
    }

    fn check(&self) -> Result<(), KeyStoreError> {
        lock(&self.failure).clone().map_or(Ok(()), Err)
    }

    fn wait_for_get(&self, count: usize) {
        let gets = lock(&self.gets);
        drop(self.entered.wait_while(gets, |gets| *gets < count).unwrap());
    }
}

impl KeyStore for FakeKeys {
    fn get(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        *lock(&self.gets) += 1;
        self.entered.notify_all();
        drop(lock(&self.gate));
        self.check()?;
        Ok(lock(&self.items).get(account).cloned().map(Secret::new))
    }

    fn set(&self, account: &str, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        self.check()?;
        lock(&self.items).insert(account.to_owned(), key.expose().clone());
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), KeyStoreError> {
        self.check()?;
        lock(&self.items).remove(account);
        Ok(())
    }
}

const OWNER: Owner<'static> = Owner {
    kind: "draft",
    id: "x",
    field: "body",
    binding: None,
};
const FOLDER: &str = "0123456789abcdef01234567";

struct Place {
    dir: tempfile::TempDir,
    keys: Arc<FakeKeys>,
}

impl Place {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            keys: Arc::default(),
        }
    }

    /// A vault as after a start of the program.
    fn start(&self, patience: Duration) -> Vault {
        let path = self.dir.path().canonicalize().unwrap().join("patchbay.db");
        let db = Arc::new(Db::open(&path, Durability::Full, &migrate::MAIN).unwrap());
        let keys: Arc<dyn KeyStore> = Arc::clone(&self.keys) as Arc<dyn KeyStore>;
        Vault::with_patience(db, keys, FOLDER, patience).unwrap()
    }

    fn vault(&self) -> Vault {
        self.start(Duration::from_secs(60))
    }
}

#[test]
fn a_working_keyring_is_chosen_without_asking_and_opens_the_next_start() {
    let place = Place::new();
    let vault = place.vault();
    assert_eq!(vault.state(), VaultState::Unchosen);
    assert_eq!(
        vault.seal(&OWNER, b"v").unwrap_err(),
        VaultError::NotReady(VaultState::Unchosen)
    );
    assert_eq!(vault.open(None, None), VaultState::Ready);
    assert_eq!(vault.source(), Some(KeySource::Keyring));
    let sealed = vault.seal(&OWNER, b"v").unwrap();
    let master = lock(&place.keys.items)[FOLDER].clone();
    assert_eq!(master.len(), 32);

    let next = place.vault();
    assert_eq!(next.state(), VaultState::Waiting);
    assert_eq!(next.open(None, None), VaultState::Ready);
    assert_eq!(next.unseal(&OWNER, &sealed).unwrap().expose(), b"v");
    assert_eq!(
        lock(&place.keys.items)[FOLDER],
        master,
        "the key must never be made anew"
    );
}

#[test]
fn a_keyring_that_fails_is_not_chosen_silently_and_nothing_is_recorded() {
    let place = Place::new();
    for failure in [
        KeyStoreError::Locked,
        KeyStoreError::Unavailable("no bus".to_owned()),
    ] {
        place.keys.fail(Some(failure.clone()));
        let vault = place.vault();
        assert_eq!(vault.open(None, None), VaultState::Unchosen);
        assert_eq!(vault.problem(), Some(VaultError::KeyStore(failure.clone())));
        let expected = if failure == KeyStoreError::Locked {
            VaultState::Locked
        } else {
            VaultState::Unavailable
        };
        assert_eq!(vault.open(Some(KeySource::Keyring), None), expected);
        assert_eq!(vault.source(), None);
        place.keys.fail(None);
        assert_eq!(
            place.vault().state(),
            VaultState::Unchosen,
            "a failure must record nothing"
        );
    }
    // The same vault opens once the keyring works.
    place.keys.fail(Some(KeyStoreError::Locked));
    let vault = place.vault();
    assert_eq!(vault.open(Some(KeySource::Keyring), None), VaultState::Locked);
    place.keys.fail(None);
    assert_eq!(vault.open(Some(KeySource::Keyring), None), VaultState::Ready);
}

#[test]
fn a_recorded_keyring_that_is_locked_or_absent_is_told_and_mints_nothing() {
    let place = Place::new();
    assert_eq!(place.vault().open(None, None), VaultState::Ready);
    let vault = place.vault();
    place.keys.fail(Some(KeyStoreError::Locked));
    assert_eq!(vault.open(None, None), VaultState::Locked);
    place
        .keys
        .fail(Some(KeyStoreError::Unavailable("gone".to_owned())));
    assert_eq!(vault.open(None, None), VaultState::Unavailable);
    place.keys.fail(None);
    assert_eq!(vault.open(None, None), VaultState::Ready);
}

#[test]
fn a_missing_key_is_told_and_start_over_makes_a_new_one_beside_the_old_values() {
    let place = Place::new();
    let first = place.vault();
    first.open(None, None);
    let sealed = first.seal(&OWNER, b"v").unwrap();
    assert_eq!(
        first.start_over().unwrap_err(),
        VaultError::NotMissing(VaultState::Ready)
    );
    let old = lock(&place.keys.items).remove(FOLDER).unwrap();

    let vault = place.vault();
    assert_eq!(vault.open(None, None), VaultState::KeyMissing);
    assert!(
        lock(&place.keys.items).is_empty(),
        "a missing key must not be replaced by itself"
    );
    // The entry comes back before the user gives up: nothing is lost.
    lock(&place.keys.items).insert(FOLDER.to_owned(), old);
    assert_eq!(vault.start_over().unwrap(), VaultState::Ready);
    assert_eq!(vault.unseal(&OWNER, &sealed).unwrap().expose(), b"v");

    lock(&place.keys.items).clear();
    let vault = place.vault();
    assert_eq!(vault.open(None, None), VaultState::KeyMissing);
    assert_eq!(vault.start_over().unwrap(), VaultState::Ready);
    assert_eq!(vault.unseal(&OWNER, &sealed).unwrap_err(), VaultError::KeyGone);
    let fresh = vault.seal(&OWNER, b"w").unwrap();
    let next = place.vault();
    assert_eq!(next.open(None, None), VaultState::Ready);
    assert_eq!(next.unseal(&OWNER, &fresh).unwrap().expose(), b"w");
}

#[test]
fn a_wrong_key_in_the_keyring_is_told() {
    let place = Place::new();
    place.vault().open(None, None);
    for wrong in [vec![9_u8; 32], b"short".to_vec()] {
        lock(&place.keys.items).insert(FOLDER.to_owned(), wrong.clone());
        assert_eq!(place.vault().open(None, None), VaultState::KeyWrong);
        assert_eq!(lock(&place.keys.items)[FOLDER], wrong);
    }
}

#[test]
fn a_passphrase_opens_only_with_itself() {
    let place = Place::new();
    place
        .keys
        .fail(Some(KeyStoreError::Unavailable("no bus".to_owned())));
    let vault = place.vault();
    assert_eq!(vault.open(Some(KeySource::Passphrase), None), VaultState::Locked);
    assert_eq!(vault.problem(), Some(VaultError::PassphraseNeeded));
    assert_eq!(
        vault.open(Some(KeySource::Passphrase), Some(Secret::from("correct horse"))),
        VaultState::Ready
    );
    let sealed = vault.seal(&OWNER, b"v").unwrap();

    let next = place.vault();
    assert_eq!(next.open(None, None), VaultState::Locked);
    assert_eq!(
        next.open(None, Some(Secret::from("wrong horse"))),
        VaultState::KeyWrong
    );
    assert_eq!(
        next.open(None, Some(Secret::from("correct horse"))),
        VaultState::Ready
    );
    assert_eq!(next.unseal(&OWNER, &sealed).unwrap().expose(), b"v");
    assert_eq!(
        *lock(&place.keys.gets),
        0,
        "a passphrase folder never asks the keyring"
    );
}

#[test]
fn memory_keeps_no_key_and_marks_what_it_cannot_read() {
    let place = Place::new();
    let first = place.vault();
    assert_eq!(first.open(Some(KeySource::Memory), None), VaultState::Ready);
    let sealed = first.seal(&OWNER, b"v").unwrap();
    assert_eq!(first.unseal(&OWNER, &sealed).unwrap().expose(), b"v");
    let next = place.vault();
    assert_eq!(next.source(), Some(KeySource::Memory));
    assert_eq!(next.open(None, None), VaultState::Ready);
    assert_eq!(next.unseal(&OWNER, &sealed).unwrap_err(), VaultError::KeyGone);
    assert!(lock(&place.keys.items).is_empty());
}

#[test]
fn a_folder_is_not_opened_with_another_source() {
    let place = Place::new();
    place.vault().open(Some(KeySource::Memory), None);
    let vault = place.vault();
    assert_eq!(
        vault.open(Some(KeySource::Keyring), None),
        VaultState::Unavailable
    );
    assert_eq!(
        vault.problem(),
        Some(VaultError::OtherSource {
            recorded: KeySource::Memory,
            asked: KeySource::Keyring
        })
    );
    assert_eq!(vault.open(None, None), VaultState::Ready);
}

#[test]
fn a_hanging_keyring_waits_apart_and_the_state_follows_by_itself() {
    let place = Place::new();
    let vault = place.start(Duration::from_millis(30));
    let (sender, states) = channel();
    vault.on_change(Box::new(move |state| sender.send(state).unwrap()));
    let gate = lock(&place.keys.gate);
    assert_eq!(vault.open(None, None), VaultState::Waiting);
    assert_eq!(states.recv().unwrap(), VaultState::Waiting);
    place.keys.wait_for_get(1);
    // Trying again raises no second prompt.
    assert_eq!(vault.open(None, None), VaultState::Waiting);
    assert_eq!(*lock(&place.keys.gets), 1);
    drop(gate);
    assert_eq!(states.recv().unwrap(), VaultState::Ready);
    assert_eq!(vault.state(), VaultState::Ready);
}

#[test]
fn another_source_can_be_chosen_while_the_keyring_hangs_and_the_late_answer_is_dropped() {
    let place = Place::new();
    let vault = place.start(Duration::from_millis(30));
    let gate = lock(&place.keys.gate);
    assert_eq!(vault.open(None, None), VaultState::Waiting);
    place.keys.wait_for_get(1);
    assert_eq!(vault.open(Some(KeySource::Memory), None), VaultState::Ready);
    let sealed = vault.seal(&OWNER, b"v").unwrap();
    drop(gate);
    // The late thread holds the vault's inner part until it has ended.
    while Arc::strong_count(&vault.inner) > 1 {
        std::thread::yield_now();
    }
    assert_eq!(vault.source(), Some(KeySource::Memory));
    assert_eq!(vault.unseal(&OWNER, &sealed).unwrap().expose(), b"v");
    assert!(
        lock(&place.keys.items).is_empty(),
        "the late thread must not mint"
    );
    assert_eq!(place.vault().source(), Some(KeySource::Memory));
}

#[test]
fn a_probe_of_the_keyring_leaves_nothing_and_touches_no_key() {
    let place = Place::new();
    let vault = place.vault();
    assert_eq!(vault.open(Some(KeySource::Keyring), None), VaultState::Ready);
    let before = lock(&place.keys.items).clone();
    vault.probe_keyring().unwrap();
    assert_eq!(*lock(&place.keys.items), before);
    place.keys.fail(Some(KeyStoreError::Locked));
    assert!(matches!(
        vault.probe_keyring(),
        Err(VaultError::KeyStore(KeyStoreError::Locked))
    ));
    place.keys.fail(None);
}

#[test]
fn a_keyring_that_hangs_is_given_up_by_the_probe() {
    let place = Place::new();
    let vault = place.start(Duration::from_millis(50));
    let gate = lock(&place.keys.gate);
    let error = vault.probe_keyring().unwrap_err().to_string();
    assert!(error.contains("did not answer"), "{error}");
    drop(gate);
}
