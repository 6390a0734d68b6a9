//! The words of the vault: where its key comes from, and in which state it is.

use serde::{Deserialize, Serialize};

/// Where the master key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum KeySource {
    /// The operating system's keyring.
    Keyring,
    /// Derived from a passphrase by Argon2id.
    Passphrase,
    /// Made at every start and kept nowhere: what was stored before needs entry again.
    Memory,
}

impl KeySource {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::Passphrase => "passphrase",
            Self::Memory => "memory",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Keyring, Self::Passphrase, Self::Memory]
            .into_iter()
            .find(|source| source.as_str() == text)
    }
}

impl std::fmt::Display for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Keyring => "the keyring",
            Self::Passphrase => "a passphrase",
            Self::Memory => "memory only",
        })
    }
}

/// In which state the vault is (design section 6). Secrets are read and written only in `Ready`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum VaultState {
    /// No source is recorded, and the keyring did not offer itself.
    Unchosen,
    /// The keyring has not answered yet; the state changes by itself once it does. Also before the first `open`.
    Waiting,
    /// Values can be read and written.
    Ready,
    /// The keyring is locked, or the passphrase is not given yet.
    Locked,
    /// The keyring does not answer, or another source was asked for than the folder records.
    Unavailable,
    /// The keyring has no key for a folder that has a wrapped one.
    KeyMissing,
    /// The passphrase or the keyring's key does not open the folder's.
    KeyWrong,
}

impl VaultState {
    /// The state in words that follow "the vault is".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unchosen => "not set up yet",
            Self::Waiting => "waiting for your keyring",
            Self::Ready => "ready",
            Self::Locked => "locked",
            Self::Unavailable => "not available",
            Self::KeyMissing => "without its key",
            Self::KeyWrong => "closed to that key",
        }
    }

    /// What a person does next, as a sentence.
    pub const fn next_step(self) -> &'static str {
        match self {
            Self::Unchosen => "Choose the keyring, a passphrase or memory.",
            Self::Waiting => "Answer the keyring's prompt, or choose another source if none is recorded.",
            Self::Ready => "Try again.",
            Self::Locked => "Unlock your keyring, or type the passphrase.",
            Self::Unavailable => "Start your keyring, then try again.",
            Self::KeyMissing => "Put the keyring's entry back, or start over and enter the values again.",
            Self::KeyWrong => "Check the passphrase, or put the right keyring entry back.",
        }
    }
}
