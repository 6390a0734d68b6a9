//! The engine's port to the built-in provider that runs beside it.

use std::sync::Arc;

use async_trait::async_trait;
use patchbay_engine::{
    BuiltInProvider, Engine, SandboxClientView, SandboxEnvironment, SandboxFaults, SandboxGrant,
    SandboxSelection, SandboxToken, SandboxUser, SandboxView,
};
use patchbay_sandbox::{EnvironmentView, Faults, GrantView, Sandbox, Selection};

/// Lets the engine see and steer this sandbox, and tells it of every change there.
pub fn steer(engine: &Engine, sandbox: &Arc<Sandbox>) {
    sandbox.on_change(engine.sandbox_listener());
    engine.set_built_in_provider(Some(Arc::new(Steered(Arc::clone(sandbox)))));
}

struct Steered(Arc<Sandbox>);

#[async_trait]
impl BuiltInProvider for Steered {
    fn view(&self) -> SandboxView {
        SandboxView {
            off: None,
            faults: faults_out(self.0.faults()),
            environments: self.0.view().into_iter().map(environment).collect(),
        }
    }

    fn set_faults(&self, faults: SandboxFaults) {
        self.0.set_faults(faults_in(faults));
    }

    async fn revoke(&self, selection: SandboxSelection) -> Result<bool, String> {
        self.change(selection, Sandbox::revoke).await
    }

    async fn expire(&self, selection: SandboxSelection) -> Result<bool, String> {
        self.change(selection, Sandbox::expire).await
    }
}

impl Steered {
    /// Off the async threads: a change is written to the disk.
    async fn change(
        &self,
        selection: SandboxSelection,
        change: fn(&Sandbox, &Selection) -> std::io::Result<bool>,
    ) -> Result<bool, String> {
        let sandbox = Arc::clone(&self.0);
        let selection = Selection {
            environment: selection.environment,
            grant: selection.grant,
            token: selection.token,
        };
        tokio::task::spawn_blocking(move || change(&sandbox, &selection))
            .await
            .map_err(std::io::Error::other)
            .and_then(|changed| changed)
            .map_err(|error| format!("The sandbox's state could not be written: {error}."))
    }
}

fn environment(view: EnvironmentView) -> SandboxEnvironment {
    let users = view.users.into_iter().map(|user| SandboxUser {
        id: user.id.to_owned(),
        name: user.name.to_owned(),
        email: user.email.to_owned(),
    });
    let clients = view.clients.into_iter().map(|client| SandboxClientView {
        id: client.id,
        redirect_uris: client.redirect_uris,
    });
    SandboxEnvironment {
        name: view.name.to_owned(),
        url: view.url,
        users: users.collect(),
        clients: clients.collect(),
        grants: view.grants.into_iter().map(grant).collect(),
    }
}

fn grant(view: GrantView) -> SandboxGrant {
    let tokens = view.tokens.into_iter().map(|token| SandboxToken {
        id: token.id,
        scopes: token.scopes,
        expires_at: i64::try_from(token.expires_at).unwrap_or(i64::MAX),
    });
    SandboxGrant {
        id: view.id,
        user: view.user,
        client: view.client,
        scopes: view.scopes,
        has_refresh_token: view.has_refresh_token,
        refreshes: view.refreshes,
        tokens: tokens.collect(),
    }
}

fn faults_in(faults: SandboxFaults) -> Faults {
    Faults {
        deny: faults.deny,
        slow_ms: faults.slow_ms.into(),
        token_status: faults.token_status,
        retry_after_s: faults.retry_after_s.map(Into::into),
        drop_after_rotation: faults.drop_after_rotation,
        omit_expires_in: faults.omit_expires_in,
        odd_expires_in: faults.odd_expires_in,
        access_ttl_s: faults.access_ttl_s.map(Into::into),
        form_encoded: faults.form_encoded,
        error_200: faults.error_200,
        grant_fewer: faults.grant_fewer,
        revoked_refresh: faults.revoked_refresh,
        api_status: faults.api_status,
        api_delay_ms: faults.api_delay_ms.into(),
    }
}

fn faults_out(faults: Faults) -> SandboxFaults {
    SandboxFaults {
        deny: faults.deny,
        slow_ms: narrow(faults.slow_ms),
        token_status: faults.token_status,
        retry_after_s: faults.retry_after_s.map(narrow),
        drop_after_rotation: faults.drop_after_rotation,
        omit_expires_in: faults.omit_expires_in,
        odd_expires_in: faults.odd_expires_in,
        access_ttl_s: faults.access_ttl_s.map(narrow),
        form_encoded: faults.form_encoded,
        error_200: faults.error_200,
        grant_fewer: faults.grant_fewer,
        revoked_refresh: faults.revoked_refresh,
        api_status: faults.api_status,
        api_delay_ms: narrow(faults.api_delay_ms),
    }
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
