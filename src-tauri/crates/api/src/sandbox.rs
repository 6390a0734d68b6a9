//! Running the built-in provider beside the engine: its two ports, its one client, and what the status says of it.
//!
//! The ports are chosen once and then kept, because redirects, bindings and tokens hang on them: a kept port that is
//! taken later is a reported error, never a silent change (design section 6).

use std::path::PathBuf;
use std::sync::Arc;

use patchbay_commands::{Caller, Context, dispatch};
use patchbay_connector::ParamPath;
use patchbay_engine::{Engine, Listener, SANDBOX, SandboxClient};
use patchbay_sandbox::{Faults, Sandbox, SandboxConfig, SandboxError};
use patchbay_store::Integration;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tokio::sync::Mutex;
use tokio::sync::broadcast::error::RecvError;

use crate::steered::steer;

/// The setting that keeps the ports.
const PORTS: &str = "sandbox.ports";

/// The two ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Ports {
    production: u16,
    sandbox: u16,
}

impl Ports {
    /// Those that the connector's defaults name.
    const USUAL: Self = Self {
        production: 7283,
        sandbox: 7284,
    };
    /// Whichever are free.
    const ANY: Self = Self {
        production: 0,
        sandbox: 0,
    };
}

/// The sandbox of a run, started or not.
pub struct SandboxRoom {
    state_file: PathBuf,
    api_port: u16,
    scheme: &'static str,
    running: Option<Arc<Sandbox>>,
    stopped: bool,
}

impl SandboxRoom {
    pub(crate) fn new(state_file: PathBuf, api_port: u16, scheme: &'static str) -> Self {
        Self {
            state_file,
            api_port,
            scheme,
            running: None,
            stopped: false,
        }
    }

    /// Starts now, or as soon as the first start has made the sandbox's integration (the vault may be locked yet).
    pub(crate) async fn start(room: Arc<Mutex<Self>>, engine: Engine) {
        let mut changes = engine.subscribe();
        if room.lock().await.try_start(&engine).await {
            return;
        }
        tokio::spawn(async move {
            loop {
                match changes.recv().await {
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                }
                if room.lock().await.try_start(&engine).await {
                    return;
                }
            }
        });
    }

    /// The faults that are switched on; none while the sandbox does not run.
    pub fn faults(&self) -> Option<Faults> {
        self.running.as_ref().map(|sandbox| sandbox.faults())
    }

    /// The running sandbox.
    pub fn running(&self) -> Option<&Sandbox> {
        self.running.as_deref()
    }

    /// Ends it.
    pub(crate) async fn stop(&mut self, engine: &Engine) {
        self.stopped = true;
        engine.set_built_in_provider(None);
        if let Some(sandbox) = self.running.take() {
            sandbox.stop().await;
        }
    }

    /// False where the sandbox's integration cannot be read yet.
    async fn try_start(&mut self, engine: &Engine) -> bool {
        if self.stopped || self.running.is_some() {
            return true;
        }
        let Ok(Some(integration)) = engine.with_store(|store| store.integration_by_key(SANDBOX)).await else {
            return false;
        };
        let Ok(client) = engine.sandbox_client().await else {
            return false;
        };
        let kept = kept_ports(engine).await;
        match self.listen(kept, &client).await {
            Ok((sandbox, ports)) => {
                tell_integration(engine, &integration, ports).await;
                if kept.is_none() {
                    keep(engine, ports).await;
                }
                engine.report_sandbox(vec![
                    Listener {
                        url: sandbox.production_url().to_owned(),
                        off: None,
                    },
                    Listener {
                        url: sandbox.sandbox_url().to_owned(),
                        off: None,
                    },
                ]);
                let sandbox = Arc::new(sandbox);
                steer(engine, &sandbox);
                self.running = Some(sandbox);
            }
            Err(error) => {
                tracing::warn!(code = error.code(), "the sandbox does not run");
                let ports = kept.unwrap_or(Ports::USUAL);
                let off = |port| Listener {
                    url: format!("http://127.0.0.1:{port}"),
                    off: Some(error.to_string()),
                };
                engine.report_sandbox(vec![off(ports.production), off(ports.sandbox)]);
            }
        }
        true
    }

    /// On the kept ports; on a first start on the usual ones or, where either is taken, on free ones.
    async fn listen(
        &self,
        kept: Option<Ports>,
        client: &SandboxClient,
    ) -> Result<(Sandbox, Ports), SandboxError> {
        let start = |ports: Ports| {
            Sandbox::start(SandboxConfig {
                production_port: ports.production,
                sandbox_port: ports.sandbox,
                state_file: Some(self.state_file.clone()),
                client_id: client.id.clone(),
                client_secret: client.secret.expose().clone(),
                redirect_uris: vec![
                    format!("http://127.0.0.1:{}/oauth-callback", self.api_port),
                    format!("http://127.0.0.1:{}/oauth-callback/*", self.api_port),
                    format!("{}://oauth/callback/*", self.scheme),
                ],
            })
        };
        let sandbox = match (kept, start(kept.unwrap_or(Ports::USUAL)).await) {
            (None, Err(SandboxError::PortTaken { .. })) => start(Ports::ANY).await?,
            (_, started) => started?,
        };
        let ports = Ports {
            production: port_of(sandbox.production_url()),
            sandbox: port_of(sandbox.sandbox_url()),
        };
        Ok((sandbox, ports))
    }
}

async fn kept_ports(engine: &Engine) -> Option<Ports> {
    let kept = engine
        .with_store(|store| store.setting(PORTS))
        .await
        .ok()
        .flatten()?;
    serde_json::from_value(kept).ok()
}

async fn keep(engine: &Engine, ports: Ports) {
    let value = json!(ports);
    if let Err(error) = engine
        .with_store(move |store| store.set_setting(PORTS, &value))
        .await
    {
        tracing::warn!(code = ?error.code, "the sandbox's ports could not be kept");
    }
}

/// Writes the addresses into the sandbox's integration, where they are not those of the connector's defaults and not
/// there yet. With a key in memory only, the integration is made anew at every start and has lost them.
async fn tell_integration(engine: &Engine, integration: &Integration, ports: Ports) {
    let wanted = [
        ("productionUrl", ports.production, Ports::USUAL.production),
        ("sandboxUrl", ports.sandbox, Ports::USUAL.sandbox),
    ];
    let mut set = Map::new();
    for (name, port, usual) in wanted {
        let origin = Value::from(format!("http://127.0.0.1:{port}"));
        let stored = name
            .parse()
            .ok()
            .and_then(|path: ParamPath| integration.parameters.get(&path).cloned());
        if port != usual && stored.as_ref() != Some(&origin) {
            set.insert(name.to_owned(), origin);
        }
    }
    if set.is_empty() {
        return;
    }
    let context = Context {
        engine: engine.clone(),
        caller: Caller::Cli,
    };
    let change = json!({ "key": SANDBOX, "set": set });
    // On the heap: the future of every command together is large.
    if let Err(error) = Box::pin(dispatch(&context, "integration_set", change)).await {
        tracing::warn!(code = ?error.code, "the sandbox's addresses could not be written into its integration");
    }
}

fn port_of(url: &str) -> u16 {
    url::Url::parse(url)
        .ok()
        .and_then(|url| url.port())
        .unwrap_or_default()
}
