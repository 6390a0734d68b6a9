//! The envelope of a sealed value, and the wrapping of the data key.
//!
//! Envelope: version (1 byte) ‖ id of the data key (8) ‖ nonce (24) ‖ XChaCha20-Poly1305 ciphertext and tag.
//! Associated data: version ‖ owner kind ‖ owner id ‖ field ‖ binding hash, each with its length before it, so that a
//! value moved to another row, field or binding does not decrypt (design section 6, security A8.1).

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use patchbay_connector::Secret;
use zeroize::Zeroizing;

use super::{KeySource, Owner};
use crate::error::VaultError;

const VERSION: u8 = 1;
/// Where the data key's id is in an envelope.
const KEY_ID: std::ops::Range<usize> = 1..9;
const NONCE: std::ops::Range<usize> = 9..33;
const HEAD: usize = 33;

/// 32 bytes of key.
pub(super) type KeyBytes = Zeroizing<[u8; 32]>;

/// The key that values are sealed with, and its public id.
pub(super) struct DataKey {
    pub(super) id: [u8; 8],
    pub(super) key: KeyBytes,
}

/// Fills an array from the system's random source.
pub(super) fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::Random)?;
    Ok(bytes)
}

impl DataKey {
    pub(super) fn mint() -> Result<Self, VaultError> {
        Ok(Self {
            id: random()?,
            key: Zeroizing::new(random()?),
        })
    }

    pub(super) fn seal(&self, owner: &Owner<'_>, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let nonce: [u8; 24] = random()?;
        let sealed = encrypt(&self.key, nonce, plain, &associated_data(owner))?;
        let mut envelope = Vec::with_capacity(HEAD + sealed.len());
        envelope.push(VERSION);
        envelope.extend_from_slice(&self.id);
        envelope.extend_from_slice(&nonce);
        envelope.extend_from_slice(&sealed);
        Ok(envelope)
    }

    pub(super) fn unseal(&self, owner: &Owner<'_>, envelope: &[u8]) -> Result<Secret<Vec<u8>>, VaultError> {
        if envelope.len() < HEAD || envelope.first() != Some(&VERSION) {
            return Err(VaultError::Tampered);
        }
        if envelope.get(KEY_ID) != Some(self.id.as_slice()) {
            return Err(VaultError::KeyGone);
        }
        let nonce = envelope
            .get(NONCE)
            .and_then(|nonce| <[u8; 24]>::try_from(nonce).ok());
        let (Some(nonce), Some(sealed)) = (nonce, envelope.get(HEAD..)) else {
            return Err(VaultError::Tampered);
        };
        decrypt(&self.key, nonce, sealed, &associated_data(owner))
            .map(Secret::new)
            .ok_or(VaultError::Tampered)
    }

    /// Encrypts this key under a master key.
    pub(super) fn wrap(
        &self,
        master: &KeyBytes,
        folder: &str,
        source: KeySource,
    ) -> Result<Vec<u8>, VaultError> {
        let nonce: [u8; 24] = random()?;
        let mut wrapped = vec![VERSION];
        wrapped.extend_from_slice(&nonce);
        wrapped.extend_from_slice(&encrypt(
            master,
            nonce,
            self.key.as_slice(),
            &wrap_data(folder, source, &self.id),
        )?);
        Ok(wrapped)
    }

    /// Decrypts a wrapped key; `None` where the master key is not the one.
    pub(super) fn unwrap(
        master: &KeyBytes,
        folder: &str,
        source: KeySource,
        id: [u8; 8],
        wrapped: &[u8],
    ) -> Option<Self> {
        let (version, rest) = wrapped.split_first()?;
        if *version != VERSION {
            return None;
        }
        let (nonce, sealed) = rest.split_first_chunk::<24>()?;
        let plain = Zeroizing::new(decrypt(master, *nonce, sealed, &wrap_data(folder, source, &id))?);
        let key = Zeroizing::new(<[u8; 32]>::try_from(plain.as_slice()).ok()?);
        Some(Self { id, key })
    }
}

fn encrypt(key: &KeyBytes, nonce: [u8; 24], plain: &[u8], aad: &[u8]) -> Result<Vec<u8>, VaultError> {
    // It fails only for a plaintext beyond 256 GiB.
    XChaCha20Poly1305::new((&**key).into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad })
        .map_err(|_| VaultError::Tampered)
}

fn decrypt(key: &KeyBytes, nonce: [u8; 24], sealed: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
    XChaCha20Poly1305::new((&**key).into())
        .decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad })
        .ok()
}

fn associated_data(owner: &Owner<'_>) -> Vec<u8> {
    let binding: &[u8] = owner.binding.map_or(&[], |hash| hash.as_slice());
    join(&[
        owner.kind.as_bytes(),
        owner.id.as_bytes(),
        owner.field.as_bytes(),
        binding,
    ])
}

fn wrap_data(folder: &str, source: KeySource, id: &[u8]) -> Vec<u8> {
    join(&[b"data key", folder.as_bytes(), source.as_str().as_bytes(), id])
}

/// Lengths before the parts: two different lists never join to the same bytes.
fn join(parts: &[&[u8]]) -> Vec<u8> {
    let mut data = vec![VERSION];
    for part in parts {
        data.extend_from_slice(&(part.len() as u64).to_le_bytes());
        data.extend_from_slice(part);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: Owner<'static> = Owner {
        kind: "connection",
        id: "a",
        field: "input",
        binding: None,
    };

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let key = DataKey::mint().unwrap();
        let hash = [7_u8; 32];
        let bound = Owner {
            binding: Some(&hash),
            ..OWNER
        };
        let sealed = key.seal(&bound, b"hello").unwrap();
        assert_eq!(key.unseal(&bound, &sealed).unwrap().expose(), b"hello");
        let other = [8_u8; 32];
        for wrong in [
            OWNER,
            Owner {
                kind: "integration",
                ..bound
            },
            Owner { id: "b", ..bound },
            Owner {
                field: "overrides",
                ..bound
            },
            Owner {
                binding: Some(&other),
                ..bound
            },
            // The same characters, cut elsewhere.
            Owner {
                kind: "connectio",
                id: "na",
                ..bound
            },
        ] {
            assert_eq!(
                key.unseal(&wrong, &sealed).unwrap_err(),
                VaultError::Tampered,
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn every_flipped_byte_is_noticed() {
        let key = DataKey::mint().unwrap();
        let sealed = key.seal(&OWNER, b"hello").unwrap();
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            let expected = if KEY_ID.contains(&at) {
                VaultError::KeyGone
            } else {
                VaultError::Tampered
            };
            assert_eq!(key.unseal(&OWNER, &bent).unwrap_err(), expected, "byte {at}");
        }
        for length in 0..sealed.len() {
            assert!(key.unseal(&OWNER, &sealed[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn a_key_unwraps_only_with_its_master_folder_and_source() {
        let key = DataKey::mint().unwrap();
        let master = Zeroizing::new([1_u8; 32]);
        let wrapped = key.wrap(&master, "folder", KeySource::Keyring).unwrap();
        let open =
            |master: &KeyBytes, folder, source| DataKey::unwrap(master, folder, source, key.id, &wrapped);
        assert_eq!(open(&master, "folder", KeySource::Keyring).unwrap().key, key.key);
        assert!(open(&Zeroizing::new([2_u8; 32]), "folder", KeySource::Keyring).is_none());
        assert!(open(&master, "other", KeySource::Keyring).is_none());
        assert!(open(&master, "folder", KeySource::Passphrase).is_none());
    }
}
