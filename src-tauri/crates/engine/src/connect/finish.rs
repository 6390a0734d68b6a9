//! The last steps of a connect: discover, test, and one transaction (design sections 4.6 and 4.7).

use patchbay_connector::{Discovered, Effective, Endpoints, Names};
use patchbay_store::{Binding, ConnectCommit, Credentials, Integration, NewOrExisting};
use serde_json::{Value, json};

use super::{
    attempt::{Outcome, Wanted},
    plan::refuse_moved,
};
use crate::{
    ChangedWhat, Code, Engine, Error, LifecycleEvent,
    grant::Grant,
    live::effective,
    send::{Trust, unreachable_error},
    sign::attach::Signer,
};

const ANSWER_LIMIT: usize = 1024 * 1024;

/// What a provider gave, or an input amounts to, before it is stored.
pub(crate) struct Obtained {
    pub(crate) grant: Grant,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) names: Names,
    pub(crate) endpoints: Endpoints,
    pub(crate) trust: Trust,
}

/// How the test request came out.
pub(crate) struct Tested {
    /// The provider's status, where it answered.
    pub(crate) status: Option<u16>,
    /// What the account is called.
    pub(crate) label: Option<String>,
    /// What could not be verified.
    pub(crate) warning: Option<String>,
}

impl Engine {
    pub(crate) async fn finish(&self, id: &str, what: Wanted, mut obtained: Obtained) -> Result<(), Error> {
        let integration = self.integration(&what.integration_id).await?;
        let overrides = what.overrides()?;
        let connector = self.connector_for(&integration, &overrides).await?;
        let effective = effective(&connector, &integration, what.option.as_deref(), &overrides);
        if let Some(key) = &obtained.grant.dpop_key {
            obtained.names.set_secret("dpopKey", key.clone());
        }
        self.discover(id, &effective, &what, &mut obtained).await?;
        let tested = self.test(&effective, &obtained.names, &obtained.trust).await;
        let tested = match tested {
            Ok(tested) => {
                let words = tested.warning.clone().unwrap_or_else(|| match tested.status {
                    Some(status) => format!("The test request was answered {status}"),
                    None => "The connector has no test request".to_owned(),
                });
                self.note(id, "test", words).await;
                tested
            }
            Err(error) => return Err(error),
        };
        if what.by_tenant {
            // What the provider told may complete an address that the override began.
            let known = (&what.input()?, &obtained.grant.discovered);
            refuse_moved(
                &connector,
                &integration,
                what.option.as_deref(),
                &overrides,
                known,
            )?;
        }
        let origins = effective.credential_origins(&obtained.names, &obtained.endpoints)?;
        let commit = ConnectCommit {
            connection: match what.connection_id.clone() {
                Some(id) => NewOrExisting::Existing { id },
                None => NewOrExisting::New {
                    // Known from the start, so that whoever asked can be told where the connection will be.
                    id: id.to_owned(),
                    key: what.key.clone(),
                    name: name(&what, &integration, tested.label.as_deref()),
                    integration_id: what.integration_id.clone(),
                    tenant_id: what.tenant_id.clone(),
                },
            },
            option: what.option.clone(),
            variant: effective.variant.clone(),
            overrides,
            input: what.input()?,
            binding: Binding {
                origins: origins.iter().map(ToString::to_string).collect(),
            },
            grant: Some(obtained.grant.to_bytes()?),
            credentials: obtained.credentials,
            history: what.how,
            attempt_id: Some(id.to_owned()),
            outcome: json!(Outcome {
                connection: None,
                warning: tested.warning,
                error: None,
                surface: what.surface
            }),
        };
        let now = self.now();
        let connection = self
            .with_store(move |store| store.connect_commit(&commit, now))
            .await?;
        if let (Some(_), Some(name)) = (&what.connection_id, what.name.clone()) {
            let wanted = connection.id.clone();
            self.with_store(move |store| store.rename(&wanted, &name, now))
                .await?;
        }
        self.forget(&connection.id);
        if let Some(draft) = what.draft.clone() {
            self.with_store(move |store| store.draft_delete(&draft)).await?;
            self.tell(ChangedWhat::Drafts, None);
        }
        let event = match what.connection_id {
            Some(_) => LifecycleEvent::Reconnected,
            None => LifecycleEvent::Created,
        };
        self.told(event, &connection).await;
        // Only now is success told.
        self.note(id, "stored", "The connection is stored").await;
        self.leave(id).await;
        self.tell(ChangedWhat::Connections, Some(&connection.id));
        Ok(())
    }

    async fn discover(
        &self,
        id: &str,
        effective: &Effective,
        what: &Wanted,
        obtained: &mut Obtained,
    ) -> Result<(), Error> {
        for step in effective.discover_steps() {
            let plan = effective.discover_request(step, &obtained.names)?;
            let host = plan.url.host_str().unwrap_or_default().to_owned();
            let signer = Signer {
                effective,
                names: &obtained.names,
            };
            let (status, _, body) = self
                .try_signed(&plan, signer, &obtained.trust, ANSWER_LIMIT)
                .await?
                .map_err(|error| unreachable_error(&host, &error))?;
            self.note(
                id,
                "discover",
                format!("Asked {host} for what the connector needs to know: {status}"),
            )
            .await;
            match step.read(&body) {
                found @ (Discovered::Captured(_) | Discovered::Choose(_)) if (200..300).contains(&status) => {
                    let patch = match found {
                        Discovered::Captured(patch) => patch,
                        Discovered::Choose(found) => self.choose(id, found).await?,
                        Discovered::Missing => continue,
                    };
                    for (path, value) in patch.leaves() {
                        let _ = obtained.grant.discovered.set(&path, value.clone());
                    }
                    let before = std::mem::take(&mut obtained.names);
                    obtained.names = effective.names(&what.input()?, &obtained.grant.discovered);
                    for name in [
                        "accessToken",
                        "tokenType",
                        "refreshToken",
                        "tokenSecret",
                        "dpopKey",
                    ] {
                        if let Some(value) = before.get(name) {
                            obtained.names.set_secret(name, value.into());
                        }
                    }
                }
                _ => {
                    return Err(Error::new(
                        Code::ProviderError,
                        format!("{host} answered {status} without what the connector needs to know."),
                    )
                    .next(
                        "Check the connector's discover step and the scopes, then start connecting again.",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Makes the test request: 2xx is verified; 401, or what the connector calls a bad credential, is an error; 403,
    /// 429, 5xx and no answer are a warning (design section 4.6).
    pub(crate) async fn test(
        &self,
        effective: &Effective,
        names: &Names,
        trust: &Trust,
    ) -> Result<Tested, Error> {
        let Some(test) = effective.test_request(names)? else {
            return Ok(Tested {
                status: None,
                label: None,
                warning: None,
            });
        };
        let host = test.request.url.host_str().unwrap_or_default().to_owned();
        let signer = Signer { effective, names };
        let (status, body) = match self
            .try_signed(&test.request, signer, trust, ANSWER_LIMIT)
            .await?
        {
            Ok((status, _, body)) => (status, body),
            Err(error) => {
                let warning =
                    format!("Connected, but not verified: {host} did not answer the test request ({error}).");
                return Ok(Tested {
                    status: None,
                    label: None,
                    warning: Some(warning),
                });
            }
        };
        if status == 401 || test.bad_credential.contains(&status) || test.refuses(&body) {
            return Err(Error::new(
                Code::AccessDenied,
                format!("{host} rejected the credentials ({status})."),
            )
            .next("Check what was typed or allowed, then connect again."));
        }
        let good = (200..300).contains(&status) || test.expect.contains(&status);
        let warning = (!good)
            .then(|| format!("Connected, but not verified: {host} answered the test request with {status}."));
        let label = test
            .label
            .as_ref()
            .filter(|_| good)
            .and_then(|path| label(&body, path));
        Ok(Tested {
            status: Some(status),
            label,
            warning,
        })
    }
}

fn label(body: &[u8], path: &str) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let found = path.split('.').try_fold(&answer, |value, part| value.get(part))?;
    found
        .as_str()
        .map(|text| super::redirected::plain(text, 80))
        .filter(|text| !text.is_empty())
}

fn name(what: &Wanted, integration: &Integration, label: Option<&str>) -> String {
    let given = what
        .name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    given.map_or_else(
        || match label {
            Some(label) => format!("{}: {label}", integration.name),
            None => integration.name.clone(),
        },
        str::to_owned,
    )
}
