//! Where a master key is kept: a trait, and the operating system's keyring behind it.
//!
//! A call may block for ever on an unlock prompt; the vault makes it on a thread of its own. Not here: what the key is
//! for.

use std::sync::{Arc, Mutex};

use keyring_core::{CredentialStore, Error};
use patchbay_connector::Secret;

use crate::db::lock;
use crate::error::KeyStoreError;

/// A place for one small key per folder.
pub trait KeyStore: Send + Sync {
    /// The key of an account; `None` only where the store says that there is none.
    fn get(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError>;
    /// Writes or replaces the key of an account.
    fn set(&self, account: &str, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError>;
    /// Removes the key of an account; one that is not there is no error.
    fn delete(&self, account: &str) -> Result<(), KeyStoreError>;
}

/// The operating system's keyring: Secret Service, Keychain or Credential Manager.
pub struct SystemKeyring {
    service: String,
    // Built on first use, dropped when the platform fails (the keyring's daemon was restarted) and built anew.
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl SystemKeyring {
    /// The keyring's items of one service: `patchbay`, or `patchbay-dev` for the development profile. Nothing is
    /// contacted yet.
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            store: Mutex::new(None),
        }
    }

    /// Runs one operation; after a platform failure once more, on a new store.
    fn run<T>(
        &self,
        account: &str,
        operation: impl Fn(&keyring_core::Entry) -> Result<T, Error>,
    ) -> Result<Option<T>, KeyStoreError> {
        let mut last = Error::NoDefaultStore;
        for _ in 0..2 {
            let result = self
                .current()
                .and_then(|store| store.build(&self.service, account, None))
                .and_then(|entry| operation(&entry));
            match result {
                Ok(value) => return Ok(Some(value)),
                Err(Error::NoEntry) => return Ok(None),
                Err(Error::NoStorageAccess(_)) => return Err(KeyStoreError::Locked),
                Err(error) => {
                    *lock(&self.store) = None;
                    last = error;
                }
            }
        }
        Err(KeyStoreError::Unavailable(words(&last)))
    }

    fn current(&self) -> Result<Arc<CredentialStore>, Error> {
        if let Some(store) = &*lock(&self.store) {
            return Ok(Arc::clone(store));
        }
        // Built outside the lock: connecting may block, and a second caller must not wait behind it.
        let built = platform_store()?;
        *lock(&self.store) = Some(Arc::clone(&built));
        Ok(built)
    }
}

impl KeyStore for SystemKeyring {
    fn get(&self, account: &str) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        self.run(account, |entry| entry.get_secret().map(Secret::new))
    }

    fn set(&self, account: &str, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        self.run(account, |entry| entry.set_secret(key.expose()))
            .map(|_| ())
    }

    fn delete(&self, account: &str) -> Result<(), KeyStoreError> {
        self.run(account, keyring_core::Entry::delete_credential)
            .map(|_| ())
    }
}

/// The platform's words, without the bytes that some errors carry.
fn words(error: &Error) -> String {
    match error {
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "the entry is malformed".to_owned(),
        Error::Ambiguous(_) => "there are several entries for this folder".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn platform_store() -> Result<Arc<CredentialStore>, Error> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

/// Keychain or Credential Manager, as the `keyring` crate sets them up: neither is a daemon that may be restarted.
#[cfg(any(target_os = "macos", windows))]
fn platform_store() -> Result<Arc<CredentialStore>, Error> {
    if keyring::Entry::store_status().is_err() {
        return Err(Error::NoDefaultStore);
    }
    keyring_core::get_default_store().ok_or(Error::NoDefaultStore)
}
