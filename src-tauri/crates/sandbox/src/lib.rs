//! The built-in provider: a real OAuth 2.0 authorization server and a small API on loopback, for trying a connect
//! flow, its overrides and its failures without an account anywhere.
//!
//! One [`Sandbox`] is one made-up company with two *environments*, production and sandbox, each an origin of its
//! own with its own users, data, grants and tokens. One client is registered at both.
//!
//! Deliberately not here: passwords and sessions (the user is picked on the consent page), OpenID Connect's ID
//! token, dynamic registration, TLS. It must never be reachable from another machine, so it binds 127.0.0.1 only.

mod api;
mod api_error;
mod authorize;
mod client_auth;
mod clock;
mod consent_page;
mod echo;
mod environment;
mod faults;
mod grants;
mod metadata;
mod oauth_error;
mod opaque;
mod parameters;
mod records;
mod redirect_uri;
mod scope;
mod server;
mod state;
mod token;
mod view;

use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::environment::Environment;
use crate::grants::Chosen;
use crate::server::Server;
use crate::state::{Client, EnvironmentState, Store};

pub use faults::Faults;
pub use view::{ClientView, EnvironmentView, GrantView, Selection, TokenView, UserView};

/// How a sandbox is started. It has no `Debug`, because it holds the client's secret.
#[derive(Clone)]
pub struct SandboxConfig {
    /// Port of the production environment; 0 chooses a free one.
    pub production_port: u16,
    /// Port of the sandbox environment; 0 chooses a free one.
    pub sandbox_port: u16,
    /// Where clients, grants and tokens are kept: one JSON file, readable by its owner only, replaced atomically.
    /// `None` keeps them in memory.
    pub state_file: Option<PathBuf>,
    /// The client that is registered in both environments.
    pub client_id: String,
    /// Its secret. Only a hash of it is kept.
    pub client_secret: String,
    /// Where the client may have its users sent: exact URIs; an entry that ends in `*` is a prefix.
    pub redirect_uris: Vec<String>,
}

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// Another program listens on the port that this environment was to have.
    #[error(
        "The {environment} environment of the sandbox could not start, because port {port} is taken. Stop the \
         program that uses it, or choose another port for the sandbox."
    )]
    PortTaken {
        /// `production` or `sandbox`.
        environment: &'static str,
        /// The port that was asked for.
        port: u16,
    },
    /// The listener could not be opened for another reason.
    #[error("The {environment} environment of the sandbox could not listen on 127.0.0.1:{port}: {source}.")]
    Listen {
        /// `production` or `sandbox`.
        environment: &'static str,
        /// The port that was asked for.
        port: u16,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The state file is there but cannot be used.
    #[error(
        "The sandbox's state in {} could not be read: {reason}. Move the file away to start with an empty sandbox.",
        path.display()
    )]
    StateUnreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The state file cannot be written.
    #[error(
        "The sandbox's state in {} could not be written: {source}. Check that the folder exists and has room.",
        path.display()
    )]
    StateUnwritable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
}

impl SandboxError {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PortTaken { .. } => "port_taken",
            Self::Listen { .. } => "listen_failed",
            Self::StateUnreadable { .. } => "state_unreadable",
            Self::StateUnwritable { .. } => "state_unwritable",
        }
    }
}

/// A running sandbox. It serves until it is stopped or dropped.
pub struct Sandbox {
    production: Running,
    testing: Running,
    store: Arc<Store>,
    faults: Arc<RwLock<Faults>>,
}

/// One environment's server and the task it runs in, until it is stopped.
struct Running {
    url: String,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Running {
    fn take(&self) -> Option<JoinHandle<()>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(task) = self.take() {
            task.abort();
        }
    }
}

impl Sandbox {
    /// Binds both listeners on 127.0.0.1 and serves. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// A port that is taken, or a state file that cannot be used; nothing is left running then.
    pub async fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let production = listen(Environment::Production, config.production_port).await?;
        let sandbox = listen(Environment::Sandbox, config.sandbox_port).await?;
        let state_file = config.state_file.clone().unwrap_or_default();
        let store = Arc::new(Store::open(config.state_file)?);
        let client = Client {
            secret_digest: opaque::digest(&config.client_secret),
            redirect_uris: config.redirect_uris,
        };
        store
            .change_async(move |state| state.register(config.client_id, client))
            .await
            .map_err(|source| SandboxError::StateUnwritable {
                path: state_file,
                source,
            })?;
        let faults = Arc::new(RwLock::new(Faults::default()));
        let run = |environment, (listener, port)| {
            let server = Server::new(environment, port, Arc::clone(&store), Arc::clone(&faults));
            Running {
                url: server.issuer.clone(),
                task: Mutex::new(Some(tokio::spawn(Arc::new(server).serve(listener)))),
            }
        };
        Ok(Self {
            production: run(Environment::Production, production),
            testing: run(Environment::Sandbox, sandbox),
            store,
            faults,
        })
    }

    /// The production environment's origin, as `http://127.0.0.1:7283`.
    pub fn production_url(&self) -> &str {
        &self.production.url
    }

    /// The sandbox environment's origin, as `http://127.0.0.1:7284`.
    pub fn sandbox_url(&self) -> &str {
        &self.testing.url
    }

    /// Stops serving. When it returns, both ports are free and every connection is closed.
    pub async fn stop(&self) {
        for running in [&self.production, &self.testing] {
            if let Some(task) = running.take() {
                task.abort();
                // The only outcome is that the task was aborted.
                let _ = task.await;
            }
        }
    }

    /// Calls back whenever grants, tokens or faults changed, from the thread that changed them. Do little there. One
    /// listener: another one takes its place.
    pub fn on_change(&self, listener: impl Fn() + Send + Sync + 'static) {
        self.store.listener().set(Arc::new(listener));
    }

    /// The faults that are switched on.
    pub fn faults(&self) -> Faults {
        self.faults.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the faults, from the next request on.
    pub fn set_faults(&self, faults: Faults) {
        {
            let mut held = self.faults.write().unwrap_or_else(PoisonError::into_inner);
            if *held == faults {
                return;
            }
            *held = faults;
        }
        self.store.listener().tell();
    }

    /// Both environments with what they hold: production, sandbox.
    pub fn view(&self) -> Vec<EnvironmentView> {
        let state = self.store.read();
        [
            (Environment::Production, self.production_url()),
            (Environment::Sandbox, self.sandbox_url()),
        ]
        .into_iter()
        .map(|(environment, url)| view::environment(&state, environment, url))
        .collect()
    }

    /// Revokes what is chosen: one access token, one grant with all of its tokens, or every grant. False where nothing
    /// was there to be revoked. Blocks for one write of the state file.
    ///
    /// # Errors
    /// What the disk said; then nothing was changed.
    pub fn revoke(&self, selection: &Selection) -> io::Result<bool> {
        self.change_chosen(selection, |environment, chosen, _| {
            environment.grants.revoke_chosen(chosen)
        })
    }

    /// Lets the access tokens that are chosen expire now. Refresh tokens stay good. False where there were none. Blocks
    /// for one write of the state file.
    ///
    /// # Errors
    /// What the disk said; then nothing was changed.
    pub fn expire(&self, selection: &Selection) -> io::Result<bool> {
        self.change_chosen(selection, |environment, chosen, now| {
            environment.grants.expire_chosen(chosen, now)
        })
    }

    fn change_chosen(
        &self,
        selection: &Selection,
        change: impl Fn(&mut EnvironmentState, &Chosen<'_>, u64) -> bool,
    ) -> io::Result<bool> {
        let chosen = Chosen {
            grant: selection.grant.as_deref(),
            token: selection.token.as_deref(),
        };
        self.store.change(|state| {
            let now = clock::now_ms();
            let mut found = false;
            for environment in [Environment::Production, Environment::Sandbox] {
                if selection
                    .environment
                    .as_deref()
                    .is_none_or(|name| name == environment.name())
                {
                    found |= change(state.environment_mut(environment), &chosen, now);
                }
            }
            found
        })
    }

    /// Revokes every grant in both environments, and with it every token and every code. Blocks for one write of the
    /// state file.
    pub fn revoke_all(&self) {
        self.change_both(|environment, _| environment.grants.revoke_all());
    }

    /// Lets every access token of both environments expire now. Refresh tokens stay good. Blocks for one write of
    /// the state file.
    pub fn expire_all(&self) {
        self.change_both(|environment, now| environment.grants.expire_all(now));
    }

    fn change_both(&self, change: impl Fn(&mut EnvironmentState, u64)) {
        let changed = self.store.change(|state| {
            let now = clock::now_ms();
            for environment in [Environment::Production, Environment::Sandbox] {
                change(state.environment_mut(environment), now);
            }
        });
        if let Err(error) = changed {
            tracing::error!(%error, "the sandbox's state could not be written, so nothing was changed");
        }
    }
}

/// A listener on 127.0.0.1, and the port that it got.
async fn listen(environment: Environment, port: u16) -> Result<(TcpListener, u16), SandboxError> {
    let environment = environment.name();
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => SandboxError::PortTaken { environment, port },
        _ => SandboxError::Listen {
            environment,
            port,
            source,
        },
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(failed)?;
    let chosen = listener.local_addr().map_err(failed)?.port();
    Ok((listener, chosen))
}
