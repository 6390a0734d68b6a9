//! Trying the keyring out: an item of no meaning is written, read back and removed, beside the folder's key and never in
//! its place.

use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use patchbay_connector::Secret;

use super::{KeyStore, Vault, cipher};
use crate::error::{KeyStoreError, VaultError};

impl Vault {
    /// Writes, reads and removes a probe in the folder's own service; how long that took. Blocks for 5 s at most, as when
    /// a prompt of the keyring is not answered.
    ///
    /// # Errors
    /// What the keyring said, or that it kept something else than what was written.
    pub fn probe_keyring(&self) -> Result<Duration, VaultError> {
        let keys = Arc::clone(&self.inner.keys);
        let account = format!("{}-probe", self.inner.account);
        let (tell, told) = mpsc::channel();
        std::thread::Builder::new()
            .name("keyring-probe".to_owned())
            .spawn(move || {
                // Nobody waits any more where it took too long.
                let _ = tell.send(round_trip(&*keys, &account));
            })
            .map_err(|error| KeyStoreError::Unavailable(error.to_string()))?;
        match told.recv_timeout(self.inner.patience) {
            Ok(result) => result,
            Err(_) => Err(KeyStoreError::Unavailable(format!(
                "it did not answer within {} s",
                self.inner.patience.as_secs()
            ))
            .into()),
        }
    }
}

fn round_trip(keys: &dyn KeyStore, account: &str) -> Result<Duration, VaultError> {
    let began = Instant::now();
    let written = Secret::new(cipher::random::<16>()?.to_vec());
    keys.set(account, &written)?;
    let read = keys.get(account);
    // Whatever was read: nothing of ours stays there.
    let removed = keys.delete(account);
    if read?.as_ref() != Some(&written) {
        return Err(KeyStoreError::Unavailable("it did not keep what was written".to_owned()).into());
    }
    removed?;
    Ok(began.elapsed())
}
