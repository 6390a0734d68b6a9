//! The built-in provider, started beside a workbench on free ports.

use std::sync::Arc;

use patchbay_api::steer;
use patchbay_engine::SANDBOX;
use patchbay_sandbox::{Faults, Sandbox, SandboxConfig};
use serde_json::json;

use super::workbench::Workbench;

/// The sandbox, with the engine's sandbox integration pointing at it.
pub(crate) struct Provider {
    pub(crate) sandbox: Arc<Sandbox>,
}

impl Provider {
    /// Starts on free ports, with a state in memory.
    pub(crate) async fn start(bench: &Workbench) -> Self {
        let client = bench.engine.sandbox_client().await.unwrap();
        let sandbox = Sandbox::start(SandboxConfig {
            production_port: 0,
            sandbox_port: 0,
            state_file: None,
            client_id: client.id,
            client_secret: client.secret.expose().clone(),
            redirect_uris: vec![
                format!("http://127.0.0.1:{}/oauth-callback/*", bench.port),
                "patchbay-dev://oauth/callback/*".to_owned(),
            ],
        })
        .await
        .unwrap();
        let set = json!({ "productionUrl": sandbox.production_url(), "sandboxUrl": sandbox.sandbox_url() });
        bench
            .ok(
                "integration_set",
                json!({ "key": SANDBOX, "set": set, "redirect": { "kind": "loopback" } }),
            )
            .await;
        let sandbox = Arc::new(sandbox);
        steer(&bench.engine, &sandbox);
        Self { sandbox }
    }

    /// Switches faults on; the others are off.
    pub(crate) fn faults(&self, change: impl FnOnce(&mut Faults)) {
        let mut faults = Faults::default();
        change(&mut faults);
        self.sandbox.set_faults(faults);
    }
}
