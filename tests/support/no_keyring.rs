//! A keyring that is not there: whoever runs the tests may have one, and it is not theirs to ask or to fill.

use patchbay_connector::Secret;
use patchbay_store::{KeyStore, KeyStoreError};

pub(crate) struct NoKeyring;

fn none<T>() -> Result<T, KeyStoreError> {
    Err(KeyStoreError::Unavailable("none runs in this session".to_owned()))
}

impl KeyStore for NoKeyring {
    fn get(&self, _account: &str) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        none()
    }

    fn set(&self, _account: &str, _key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        none()
    }

    fn delete(&self, _account: &str) -> Result<(), KeyStoreError> {
        none()
    }
}
