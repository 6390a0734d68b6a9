//! What is there from the first start: a workspace, the tenant `test` and the `sandbox` integration (design section 6).

use patchbay_connector::{ParamPath, Patch, Secret};
use serde_json::Value;

use crate::{ChangedWhat, Engine, Error, integrations::AddIntegration};

/// The key of the sandbox's integration and connector.
pub const SANDBOX: &str = "sandbox";

/// The tenant that is used where none is named.
pub const TEST_TENANT: &str = "test";

const CLIENT_SETTING: &str = "sandbox.client";

/// The client that both origins of the sandbox know.
pub struct SandboxClient {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: Secret<String>,
}

impl Engine {
    /// Makes what is missing of the first start. With a key in memory only, the sandbox's values are made anew at every
    /// start, without asking.
    pub(crate) async fn first_start(&self) -> Result<(), Error> {
        let now = self.now();
        self.with_store(move |store| {
            store.ensure_workspace(now)?;
            store.tenant_upsert(TEST_TENANT, None, now)
        })
        .await?;
        let client = self.sandbox_client().await?;
        let existing = self.with_store(|store| store.integration_by_key(SANDBOX)).await?;
        match existing {
            Some(integration) if integration.unreadable => {
                let mut renewed = integration;
                renewed.parameters = sandbox_parameters(&client)?;
                self.with_store(move |store| store.integration_update(&renewed, now))
                    .await?;
            }
            Some(_) => {}
            None if self.catalogue().get(SANDBOX).is_some() => {
                self.add_integration(AddIntegration {
                    key: SANDBOX.to_owned(),
                    connector: SANDBOX.to_owned(),
                    version: None,
                    name: None,
                    parameters: sandbox_parameters(&client)?,
                    redirect: None,
                    surface: None,
                    description: None,
                    meta: None,
                })
                .await?;
            }
            None => tracing::error!("the catalogue has no sandbox connector"),
        }
        self.forget_all();
        self.forget_bearers();
        self.tell(ChangedWhat::Status, None);
        self.tell(ChangedWhat::Integrations, None);
        Ok(())
    }

    /// The sandbox's client, made at the first start.
    pub async fn sandbox_client(&self) -> Result<SandboxClient, Error> {
        self.need_vault()?;
        let stored = self
            .with_store(|store| store.sealed_setting(CLIENT_SETTING))
            .await
            .ok()
            .flatten();
        if let Some((id, secret)) = stored
            .as_ref()
            .and_then(|bytes| serde_json::from_slice::<(String, String)>(bytes.expose()).ok())
        {
            return Ok(SandboxClient {
                id,
                secret: Secret::new(secret),
            });
        }
        let mut random = [0_u8; 24];
        getrandom::fill(&mut random).map_err(Error::internal)?;
        let id = format!("sandbox-{}", patchbay_store::new_id()?);
        let secret = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, random);
        let bytes = serde_json::to_vec(&(&id, &secret)).map_err(Error::internal)?;
        self.with_store(move |store| store.set_sealed_setting(CLIENT_SETTING, &Secret::new(bytes)))
            .await?;
        Ok(SandboxClient {
            id,
            secret: Secret::new(secret),
        })
    }

    /// Writes the sandbox's origins into its integration, where other ports than the usual ones had to be chosen.
    pub async fn set_sandbox_origins(&self, production: &str, sandbox: &str) -> Result<(), Error> {
        let mut integration = self.integration(SANDBOX).await?;
        let before = integration.parameters.clone();
        for (name, url) in [("productionUrl", production), ("sandboxUrl", sandbox)] {
            set(&mut integration.parameters, name, url)?;
        }
        if integration.parameters == before {
            return Ok(());
        }
        let now = self.now();
        self.with_store(move |store| store.integration_update(&integration, now))
            .await?;
        self.forget_all();
        self.tell(ChangedWhat::Integrations, None);
        Ok(())
    }
}

fn sandbox_parameters(client: &SandboxClient) -> Result<Patch, Error> {
    let mut patch = Patch::default();
    set(&mut patch, "clientId", &client.id)?;
    set(&mut patch, "clientSecret", client.secret.expose())?;
    Ok(patch)
}

fn set(patch: &mut Patch, name: &str, value: &str) -> Result<(), Error> {
    patch
        .set(&ParamPath::new([name]), Value::String(value.to_owned()))
        .map_err(|problem| Error::parameters(vec![problem]))
}
