//! The vault's key as the command line gives it: `--keyring`, and a passphrase from the environment or the terminal.

use std::io::IsTerminal;

use patchbay_api::{KeyChoice, Running};
use patchbay_connector::Secret;
use patchbay_engine::{Code, Error, ErrorView};
use patchbay_store::{KeySource, VaultState};

use crate::args::Keyring;

impl From<Keyring> for KeySource {
    fn from(keyring: Keyring) -> Self {
        match keyring {
            Keyring::System => Self::Keyring,
            Keyring::Passphrase => Self::Passphrase,
            Keyring::Memory => Self::Memory,
        }
    }
}

/// What can be known before the folder is open.
pub(crate) fn choice(keyring: Option<Keyring>) -> Result<KeyChoice, ErrorView> {
    let source = keyring.map(KeySource::from);
    let mut passphrase = from_environment();
    if source == Some(KeySource::Passphrase) && passphrase.is_none() {
        passphrase = Some(from_terminal()?);
    }
    Ok(KeyChoice { source, passphrase })
}

/// Asks for the passphrase where the folder wants one that was not given. Other states are the commands' to report:
/// many need no secret.
pub(crate) async fn unlock(running: &Running) -> Result<(), ErrorView> {
    let vault = running.engine().store().vault().clone();
    let wants = vault.source() == Some(KeySource::Passphrase) && vault.state() != VaultState::Ready;
    if !wants {
        return Ok(());
    }
    if from_environment().is_some() || !std::io::stdin().is_terminal() {
        return Err(not_ready(running));
    }
    let passphrase = from_terminal()?;
    let opened =
        tokio::task::spawn_blocking(move || vault.open(Some(KeySource::Passphrase), Some(passphrase))).await;
    match opened {
        Ok(VaultState::Ready) => Ok(()),
        _ => Err(not_ready(running)),
    }
}

/// Why secrets cannot be read, and what to do on a command line.
pub(crate) fn not_ready(running: &Running) -> ErrorView {
    let vault = running.engine().store().vault();
    let error = match (vault.state(), vault.problem()) {
        (VaultState::Unchosen, _) => Error::new(
            Code::VaultUnavailable,
            "No place for the key that encrypts your secrets is chosen, and no keyring answers here.",
        )
        .next(
            "Choose one: `--keyring system` (the system's keyring), `--keyring passphrase` (typed, or from \
             PATCHBAY_PASSPHRASE), or `--keyring memory` (nothing secret outlives the process).",
        ),
        (_, Some(problem)) => Error::new(
            Code::VaultUnavailable,
            format!("Secrets cannot be read: {problem}"),
        ),
        (state, None) => Error::new(
            Code::VaultUnavailable,
            format!("Secrets cannot be read: the vault is {}.", state.words()),
        )
        .next(state.next_step()),
    };
    error.into()
}

fn from_environment() -> Option<Secret<String>> {
    std::env::var("PATCHBAY_PASSPHRASE")
        .ok()
        .filter(|text| !text.is_empty())
        .map(Secret::new)
}

fn from_terminal() -> Result<Secret<String>, ErrorView> {
    if !std::io::stdin().is_terminal() {
        return Err(Error::new(
            Code::VaultUnavailable,
            "A passphrase is needed, and there is no terminal to type it.",
        )
        .next("Set PATCHBAY_PASSPHRASE, or run the command in a terminal.")
        .into());
    }
    let typed = rpassword::prompt_password("Passphrase of Patchbay's vault: ")
        .map_err(|error| ErrorView::from(Error::internal(error)))?;
    Ok(Secret::new(typed))
}
