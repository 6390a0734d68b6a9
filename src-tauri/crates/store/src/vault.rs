//! The vault: a master key (keyring, passphrase, or memory only) that wraps the data key, and values sealed with that.
//!
//! A master key is minted only where the keyring says "no entry" *and* the folder has no wrapped key: an app that mints
//! whenever the keyring has nothing destroys everything on the day the keyring is empty by mistake. A keyring call runs
//! on a thread of its own, because an unlock prompt may never be answered; nothing else waits for it.
//! Deliberately not here: which values are secret, and what the window says in each state.

mod cipher;
mod keystore;
mod probe;
mod record;
mod source;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use patchbay_connector::Secret;

use crate::db::{Db, lock};
use crate::error::{KeyStoreError, VaultError};
use cipher::DataKey;
pub use keystore::{KeyStore, SystemKeyring};
use record::{Master, Record};
pub use source::{KeySource, VaultState};

/// How long `open` waits for the keyring before it says `Waiting`.
const PATIENCE: Duration = Duration::from_secs(5);

/// After how long a hanging keyring call is given up when somebody tries again.
const FORGOTTEN: Duration = Duration::from_secs(60);

/// What a sealed value belongs to: it opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// The kind of row: `connection`, `integration`, `attempt` …
    pub kind: &'a str,
    /// The row's id.
    pub id: &'a str,
    /// The field.
    pub field: &'a str,
    /// Hash of the origins that it may be sent to, where there are such.
    pub binding: Option<&'a [u8; 32]>,
}

type Listener = dyn Fn(VaultState) + Send + Sync;

struct Status {
    state: VaultState,
    source: Option<KeySource>,
    problem: Option<VaultError>,
    key: Option<Arc<DataKey>>,
    /// The opening in charge; the result of an earlier one that comes late is dropped.
    turn: u64,
    /// The opening in charge has not ended; since when.
    busy: Option<Instant>,
}

struct Inner {
    db: Arc<Db>,
    keys: Arc<dyn KeyStore>,
    /// The folder's id.
    account: String,
    patience: Duration,
    status: Mutex<Status>,
    settled: Condvar,
    // Held while the folder's record is written, so that a late thread cannot write beside a newer one. Never taken
    // while `status` is held.
    recording: Mutex<()>,
    listeners: Mutex<Vec<Arc<Listener>>>,
}

/// The vault of one folder. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

/// How an opening ended.
struct Outcome {
    state: VaultState,
    source: Option<KeySource>,
    key: Option<DataKey>,
    problem: Option<VaultError>,
}

impl Outcome {
    fn ready(source: KeySource, key: DataKey) -> Self {
        Self {
            state: VaultState::Ready,
            source: Some(source),
            key: Some(key),
            problem: None,
        }
    }

    fn failed(source: Option<KeySource>, problem: VaultError) -> Self {
        let state = match &problem {
            VaultError::KeyStore(KeyStoreError::Locked) | VaultError::PassphraseNeeded => VaultState::Locked,
            VaultError::KeyMissing => VaultState::KeyMissing,
            VaultError::WrongKey => VaultState::KeyWrong,
            _ => VaultState::Unavailable,
        };
        Self {
            state,
            source,
            key: None,
            problem: Some(problem),
        }
    }
}

/// What a keyring thread is to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Open, or set up where nothing is recorded; `chosen`: the source was asked for by name.
    Open { chosen: bool },
    /// Make a new key beside the lost one.
    StartOver,
}

impl Vault {
    pub(crate) fn new(db: Arc<Db>, keys: Arc<dyn KeyStore>, account: &str) -> Result<Self, VaultError> {
        Self::with_patience(db, keys, account, PATIENCE)
    }

    fn with_patience(
        db: Arc<Db>,
        keys: Arc<dyn KeyStore>,
        account: &str,
        patience: Duration,
    ) -> Result<Self, VaultError> {
        let source = Record::read(&db)?.map(|record| record.source);
        let state = if source.is_some() {
            VaultState::Waiting
        } else {
            VaultState::Unchosen
        };
        let status = Status {
            state,
            source,
            problem: None,
            key: None,
            turn: 0,
            busy: None,
        };
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                keys,
                account: account.to_owned(),
                patience,
                status: Mutex::new(status),
                settled: Condvar::new(),
                recording: Mutex::new(()),
                listeners: Mutex::new(Vec::new()),
            }),
        })
    }

    /// The state now. Before the first [`Vault::open`]: `Unchosen` for a fresh folder, else `Waiting`.
    pub fn state(&self) -> VaultState {
        lock(&self.inner.status).state
    }

    /// The source that the folder records, if it does.
    pub fn source(&self) -> Option<KeySource> {
        lock(&self.inner.status).source
    }

    /// Why the vault is not ready, in words that say what to do.
    pub fn problem(&self) -> Option<VaultError> {
        lock(&self.inner.status).problem.clone()
    }

    /// Calls back on every change of state, from the thread that changed it. Do little there.
    pub fn on_change(&self, listener: Box<dyn Fn(VaultState) + Send + Sync>) {
        lock(&self.inner.listeners).push(Arc::from(listener));
    }

    /// Opens the vault with the source that the folder records; where it records none, with `source`; where that is
    /// none either, with the keyring if it works (else the state is `Unchosen`).
    ///
    /// Waits for the keyring at most 5 s; then the state is `Waiting` and changes by itself. May be called again at any
    /// time: to try again, to give a passphrase, or to choose another source while the keyring hangs.
    pub fn open(&self, source: Option<KeySource>, passphrase: Option<Secret<String>>) -> VaultState {
        if self.state() == VaultState::Ready {
            return VaultState::Ready;
        }
        let record = match Record::read(&self.inner.db) {
            Ok(record) => record,
            Err(problem) => return self.settle_now(Outcome::failed(self.source(), problem)),
        };
        if let (Some(record), Some(asked)) = (&record, source)
            && record.source != asked
        {
            let problem = VaultError::OtherSource {
                recorded: record.source,
                asked,
            };
            return self.settle_now(Outcome::failed(Some(record.source), problem));
        }
        match record.as_ref().map(|record| record.source).or(source) {
            None | Some(KeySource::Keyring) => self.run(Task::Open {
                chosen: source.is_some(),
            }),
            Some(KeySource::Memory) => self.open_here(
                |inner| record::create(&inner.db, &inner.account, None),
                KeySource::Memory,
            ),
            Some(KeySource::Passphrase) => {
                let Some(passphrase) = passphrase else {
                    let known = record.map(|record| record.source);
                    return self.settle_now(Outcome::failed(known, VaultError::PassphraseNeeded));
                };
                let master = Master::Passphrase(passphrase);
                self.open_here(
                    |inner| match Record::read(&inner.db)? {
                        Some(record) => record.unlock(&inner.account, &master),
                        None => record::create(&inner.db, &inner.account, Some(&master)),
                    },
                    KeySource::Passphrase,
                )
            }
        }
    }

    /// From `key-missing`: makes a new key. What the lost one sealed stays, and is marked as needing entry.
    ///
    /// # Errors
    /// [`VaultError::NotMissing`] in every other state.
    pub fn start_over(&self) -> Result<VaultState, VaultError> {
        let state = self.state();
        if state != VaultState::KeyMissing {
            return Err(VaultError::NotMissing(state));
        }
        Ok(self.run(Task::StartOver))
    }

    /// Encrypts a value for its owner.
    ///
    /// # Errors
    /// [`VaultError::NotReady`].
    pub fn seal(&self, owner: &Owner<'_>, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.key()?.seal(owner, plain)
    }

    /// Decrypts a value of its owner.
    ///
    /// # Errors
    /// [`VaultError::NotReady`]; [`VaultError::KeyGone`] for a value of an earlier key; [`VaultError::Tampered`] for
    /// one that is damaged or of another owner, field or binding.
    pub fn unseal(&self, owner: &Owner<'_>, sealed: &[u8]) -> Result<Secret<Vec<u8>>, VaultError> {
        self.key()?.unseal(owner, sealed)
    }

    fn key(&self) -> Result<Arc<DataKey>, VaultError> {
        let status = lock(&self.inner.status);
        status.key.clone().ok_or(VaultError::NotReady(status.state))
    }

    /// Ends whatever opening is under way with this outcome.
    fn settle_now(&self, outcome: Outcome) -> VaultState {
        let turn = self.begin();
        self.inner.settle(turn, outcome);
        self.state()
    }

    /// Takes charge: an earlier opening's result no longer counts.
    fn begin(&self) -> u64 {
        let mut status = lock(&self.inner.status);
        status.turn += 1;
        status.busy = Some(Instant::now());
        status.turn
    }

    /// Opens on this thread: for sources that cannot hang.
    fn open_here(
        &self,
        open: impl FnOnce(&Inner) -> Result<DataKey, VaultError>,
        source: KeySource,
    ) -> VaultState {
        let turn = self.begin();
        let outcome = {
            let _recording = lock(&self.inner.recording);
            match open(&self.inner) {
                Ok(key) => Outcome::ready(source, key),
                Err(problem) => Outcome::failed(self.source(), problem),
            }
        };
        self.inner.settle(turn, outcome);
        self.state()
    }

    /// Opens on a thread of its own, and waits for it for a while.
    fn run(&self, task: Task) -> VaultState {
        let turn = {
            let mut status = lock(&self.inner.status);
            // One prompt is enough: while a keyring call hangs, a second `open` only waits for it. Not for ever: the
            // keyring may have forgotten us.
            let hangs = status.busy.is_some_and(|since| since.elapsed() < FORGOTTEN);
            if !hangs || task == Task::StartOver {
                status.turn += 1;
                status.busy = Some(Instant::now());
                let (turn, inner) = (status.turn, Arc::clone(&self.inner));
                let spawned = std::thread::Builder::new()
                    .name("keyring".to_owned())
                    .spawn(move || {
                        let outcome = inner.ask_keyring(turn, task);
                        inner.settle(turn, outcome);
                    });
                if let Err(error) = spawned {
                    let problem = VaultError::KeyStore(KeyStoreError::Unavailable(error.to_string()));
                    let source = status.source;
                    drop(status);
                    self.inner.settle(turn, Outcome::failed(source, problem));
                    return self.state();
                }
            }
            status.turn
        };
        let deadline = Instant::now() + self.inner.patience;
        let mut status = lock(&self.inner.status);
        while status.turn == turn && status.busy.is_some() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let changed = status.state != VaultState::Waiting;
                status.state = VaultState::Waiting;
                status.problem = None;
                drop(status);
                if changed {
                    self.inner.tell(VaultState::Waiting);
                }
                return self.state();
            }
            status = self
                .inner
                .settled
                .wait_timeout(status, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        status.state
    }
}

impl Inner {
    /// Asks the keyring, and opens or sets up the folder with what it says.
    fn ask_keyring(&self, turn: u64, task: Task) -> Outcome {
        let source = lock(&self.status).source;
        let chosen = source.is_some() || task == Task::Open { chosen: true };
        match self.with_keyring(turn, task) {
            Ok(key) => Outcome::ready(KeySource::Keyring, key),
            // Nobody chose the keyring, and it does not work: the choice is the user's, with the reason beside it.
            Err(problem) if !chosen => Outcome {
                state: VaultState::Unchosen,
                source: None,
                key: None,
                problem: Some(problem),
            },
            Err(problem) => Outcome::failed(source, problem),
        }
    }

    fn with_keyring(&self, turn: u64, task: Task) -> Result<DataKey, VaultError> {
        let found = self.keys.get(&self.account)?;
        let recorded = Record::read(&self.db)?.is_some();
        let master = match found {
            // Also where nothing is recorded: we were cut off between the keyring and the record.
            Some(bytes) => Master::Keyring(record::key_bytes(&bytes).ok_or(VaultError::WrongKey)?),
            None if recorded && task != Task::StartOver => return Err(VaultError::KeyMissing),
            None => {
                self.in_charge(turn)?;
                Master::Keyring(self.mint_master()?)
            }
        };
        let _recording = lock(&self.recording);
        self.in_charge(turn)?;
        match (Record::read(&self.db)?, task) {
            (Some(record), Task::Open { .. }) if record.source == KeySource::Keyring => {
                record.unlock(&self.account, &master)
            }
            // The lost key may have come back in the meantime: then nothing is given up.
            (Some(record), Task::StartOver) if record.source == KeySource::Keyring => record
                .unlock(&self.account, &master)
                .or_else(|_| record::create(&self.db, &self.account, Some(&master))),
            (Some(record), _) => Err(VaultError::OtherSource {
                recorded: record.source,
                asked: KeySource::Keyring,
            }),
            (None, _) => record::create(&self.db, &self.account, Some(&master)),
        }
    }

    /// Writes a new master key to the keyring, and reads it back before anything depends on it.
    fn mint_master(&self) -> Result<cipher::KeyBytes, VaultError> {
        let bytes = Secret::new(cipher::random::<32>()?.to_vec());
        self.keys.set(&self.account, &bytes)?;
        match self.keys.get(&self.account)? {
            Some(stored) if stored == bytes => record::key_bytes(&stored).ok_or(VaultError::WrongKey),
            _ => Err(KeyStoreError::Unavailable("it did not keep what was written".to_owned()).into()),
        }
    }

    fn in_charge(&self, turn: u64) -> Result<(), VaultError> {
        let status = lock(&self.status);
        if status.turn == turn {
            Ok(())
        } else {
            Err(VaultError::NotReady(status.state))
        }
    }

    fn settle(&self, turn: u64, outcome: Outcome) {
        let changed = {
            let mut status = lock(&self.status);
            if status.turn != turn {
                return;
            }
            let changed = status.state != outcome.state;
            status.state = outcome.state;
            status.source = outcome.source;
            status.problem = outcome.problem;
            status.key = outcome.key.map(Arc::new);
            status.busy = None;
            changed
        };
        self.settled.notify_all();
        if changed {
            self.tell(outcome.state);
        }
    }

    fn tell(&self, state: VaultState) {
        let listeners = lock(&self.listeners).clone();
        for listener in listeners {
            listener(state);
        }
    }
}

#[cfg(test)]
mod tests;
