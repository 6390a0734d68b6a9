//! What taking files over would do: judged whole before anything is changed.

use std::collections::{BTreeMap, BTreeSet};

use patchbay_connector::{
    Change, Connector, Effect, MASK, ParamPath, Patch, PatchLayer, changes, check_patch, mask, unmask,
};
use patchbay_store::{Connection, Integration, Preset};
use serde_json::{Value, json};

use super::{
    FileChange, FileTrouble, FilesPlan, WorkspaceFile,
    apply::Act,
    diff::Changes,
    read::{ConnectionFile, IntegrationFile, PresetFile, Said, inside, read},
};
use crate::{Code, Engine, Error, integrations::check_key, live::effective, parameters::Edit};

/// The most files at once.
const MOST: usize = 10_000;

/// What one file comes to.
pub(super) struct Planned {
    pub(super) changes: Vec<FileChange>,
    pub(super) skipped: Vec<Error>,
    pub(super) act: Option<Act>,
}

impl Engine {
    /// What taking these files over would do, and how it is done.
    pub(super) async fn plan_files(
        &self,
        files: &[WorkspaceFile],
    ) -> Result<(FilesPlan, Vec<(String, Act)>), Error> {
        self.need_vault()?;
        if files.len() > MOST {
            return Err(Error::new(
                Code::InvalidRequest,
                format!(
                    "These are {} files; at most {MOST} are taken at once.",
                    files.len()
                ),
            )
            .next("Push the folders one after the other."));
        }
        let (mut plan, mut acts) = (FilesPlan::default(), Vec::new());
        let mut about: BTreeMap<String, &str> = BTreeMap::new();
        for file in files {
            let planned = match read(file) {
                Ok(said) => match twice(&mut about, &said, &file.name) {
                    Some(error) => Err(error),
                    None => Box::pin(self.plan_file(&file.name, said)).await,
                },
                Err(error) => Err(error),
            };
            let trouble = |error| FileTrouble {
                file: file.name.clone(),
                error,
            };
            match planned {
                Ok(planned) => {
                    plan.skipped.extend(planned.skipped.into_iter().map(trouble));
                    if !planned.changes.is_empty() {
                        plan.changes.extend(planned.changes);
                        acts.extend(planned.act.map(|act| (file.name.clone(), act)));
                    }
                }
                Err(error) => plan.problems.push(trouble(error)),
            }
        }
        // What others build on comes first.
        acts.sort_by_key(|(_, act)| act.order());
        Ok((plan, acts))
    }

    async fn plan_file(&self, file: &str, said: Said) -> Result<Planned, Error> {
        match said {
            Said::Integration(said) => self.plan_integration(file, *said).await,
            Said::Preset(said) => self.plan_preset(file, said).await,
            Said::Connection(said) => self.plan_connection(file, said).await,
        }
    }

    async fn plan_integration(&self, file: &str, said: IntegrationFile) -> Result<Planned, Error> {
        check_key(&said.key)?;
        match self.integration(&said.key).await {
            Ok(stored) if stored.key == said.key => self.plan_changed_integration(file, said, stored).await,
            Err(error) if error.code != Code::NotFound => Err(error),
            _ => self.plan_new_integration(file, said).await,
        }
    }

    async fn plan_new_integration(&self, file: &str, mut said: IntegrationFile) -> Result<Planned, Error> {
        let connector = match &said.version {
            Some(version) => self.connector(&said.connector, version).await,
            None => match self.catalogue().get(&said.connector) {
                Some(found) => Ok(found.clone()),
                None => Err(Error::not_found("connector", &said.connector)),
            },
        };
        let connector = connector.map_err(|error| error.at("connector"))?;
        let mut skipped = Vec::new();
        let command = format!("patchbay integration set {} --param", said.key);
        for (of, patch) in std::iter::once(("", &mut said.parameters)).chain(
            said.option_parameters
                .iter_mut()
                .map(|(of, patch)| (of.as_str(), patch)),
        ) {
            let option = if of.is_empty() {
                String::new()
            } else {
                format!(" --option {of}")
            };
            for path in take_masks(patch) {
                skipped.push(not_in_the_file(&path, &format!("{command} {path}=-{option}")));
            }
        }
        self.check_integration(&connector, &said)?;
        let mut found = Changes::new(file, format!("integration {}", said.key));
        let shown = mask(&said.parameters, &connector, None, &BTreeMap::new());
        found.value("", None, Some(shown), Effect::None);
        Ok(Planned {
            changes: found.all,
            skipped,
            act: Some(Act::AddIntegration(Box::new(said))),
        })
    }

    async fn plan_changed_integration(
        &self,
        file: &str,
        mut said: IntegrationFile,
        stored: Integration,
    ) -> Result<Planned, Error> {
        if said.connector != stored.connector_key {
            return Err(Error::new(
                Code::InvalidRequest,
                format!("The integration uses the connector {}.", stored.connector_key),
            )
            .at("connector")
            .next("An integration keeps its connector: make another one with another key."));
        }
        let before = self.connector_for(&stored, &Patch::default()).await?;
        let version = said
            .version
            .get_or_insert_with(|| stored.connector_version.clone())
            .clone();
        let after = self
            .connector(&stored.connector_key, &version)
            .await
            .map_err(|error| error.at("version"))?;
        said.parameters = inside("parameters", unmask(&said.parameters, &stored.parameters))?;
        let none = Patch::default();
        for (option, patch) in &mut said.option_parameters {
            let old = stored.option_parameters.get(option).unwrap_or(&none);
            *patch = inside(&format!("optionParameters.{option}"), unmask(patch, old))?;
        }
        self.check_integration(&after, &said)?;
        let mut wanted = stored.clone();
        wanted.parameters = said.parameters.clone();
        wanted.option_parameters = said.option_parameters.clone();
        let judged = |option: Option<&str>| -> Vec<Change> {
            let of = |connector: &Connector, integration: &Integration| {
                effective(connector, integration, option, &Patch::default())
            };
            changes(&of(&before, &stored), &of(&after, &wanted))
        };
        let mut found = Changes::new(file, format!("integration {}", stored.key));
        let name = said.name.clone().unwrap_or_else(|| stored.name.clone());
        found.value("name", Some(json!(stored.name)), Some(json!(name)), Effect::None);
        let strongest = judged(None).iter().map(|change| change.effect).max();
        found.value(
            "version",
            Some(json!(stored.connector_version)),
            Some(json!(version)),
            strongest.unwrap_or_default(),
        );
        let redirect = said.redirect.clone().unwrap_or_else(|| stored.redirect.clone());
        let effect = Effect::Reconnect;
        found.value(
            "redirect",
            Some(json!(stored.redirect)),
            Some(json!(redirect)),
            effect,
        );
        let surface = said.surface.unwrap_or(stored.surface);
        found.value(
            "surface",
            Some(json!(stored.surface)),
            Some(json!(surface)),
            Effect::None,
        );
        let text = |text: &str| Some(text).filter(|text| !text.is_empty()).map(|text| json!(text));
        let description = stored.description.as_deref().unwrap_or_default();
        found.value(
            "description",
            text(description),
            text(&said.description),
            Effect::None,
        );
        let shown =
            |connector, integration, option| Engine::masked_parameters(connector, integration, option);
        found.patch(
            "",
            [&stored.parameters, &wanted.parameters],
            [&shown(&before, &stored, None), &shown(&after, &wanted, None)],
            &judged(None),
        );
        let options: BTreeSet<&String> = stored
            .option_parameters
            .keys()
            .chain(wanted.option_parameters.keys())
            .collect();
        for option in options {
            let of = |integration: &Integration| {
                integration
                    .option_parameters
                    .get(option)
                    .cloned()
                    .unwrap_or_default()
            };
            let name = Some(option.as_str());
            found.patch(
                &format!("{option}: "),
                [&of(&stored), &of(&wanted)],
                [&shown(&before, &stored, name), &shown(&after, &wanted, name)],
                &judged(name),
            );
        }
        Ok(Planned {
            changes: found.all,
            skipped: Vec::new(),
            act: Some(Act::SetIntegration(stored.id.clone(), Box::new(said))),
        })
    }

    fn check_integration(&self, connector: &Connector, said: &IntegrationFile) -> Result<(), Error> {
        let fits = |option: Option<&str>, patch: &Patch, layer: PatchLayer| {
            let problems = check_patch(connector, option, None, patch, layer);
            if problems.is_empty() {
                Ok(())
            } else {
                Err(problems)
            }
        };
        inside(
            "parameters",
            fits(None, &said.parameters, PatchLayer::Integration),
        )?;
        for (option, patch) in &said.option_parameters {
            if !connector.options().iter().any(|known| &known.key == option) {
                return Err(Error::not_found("option", option).at("optionParameters"));
            }
            let field = format!("optionParameters.{option}");
            inside(&field, fits(Some(option), patch, PatchLayer::IntegrationOption))?;
        }
        Ok(())
    }

    async fn plan_preset(&self, file: &str, mut said: PresetFile) -> Result<Planned, Error> {
        let wanted = said.name.clone();
        let stored = self
            .with_store(move |store| store.preset_by_name(&wanted))
            .await?;
        let mut skipped = Vec::new();
        let Some(stored) = stored else {
            for path in take_masks(&mut said.overrides) {
                let way = format!("patchbay preset save {:?} --param {path}=-", said.name);
                skipped.push(not_in_the_file(&path, &way));
            }
            if let Some(integration) = &said.integration {
                self.check_fits_or_is_new(integration, &said.overrides).await?;
            }
            let mut found = Changes::new(file, format!("preset {}", said.name));
            found.value("", None, Some(said.overrides.to_value()), Effect::None);
            let preset = preset(None, &said);
            found.all[0].after = Some(self.masked_preset(&preset).await?);
            return Ok(Planned {
                changes: found.all,
                skipped,
                act: Some(Act::SavePreset(None, said)),
            });
        };
        let incoming = said.overrides.clone();
        said.overrides = inside("override", unmask(&incoming, &stored.overrides))?;
        if let Some(integration) = &said.integration {
            self.check_fits_or_is_new(integration, &said.overrides).await?;
        }
        let mut found = Changes::new(file, format!("preset {}", stored.name));
        found.value(
            "name",
            Some(json!(stored.name)),
            Some(json!(said.name)),
            Effect::None,
        );
        let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
        found.value(
            "integration",
            text(&stored.integration),
            text(&said.integration),
            Effect::None,
        );
        let after = preset(Some(&stored), &said);
        found.patch(
            "",
            [&stored.overrides, &said.overrides],
            [
                &self.masked_preset(&stored).await?,
                &self.masked_preset(&after).await?,
            ],
            &[],
        );
        said.overrides = incoming;
        Ok(Planned {
            changes: found.all,
            skipped,
            act: Some(Act::SavePreset(Some(stored.id), said)),
        })
    }

    /// An integration that another file makes is judged when it is there.
    async fn check_fits_or_is_new(&self, integration: &str, overrides: &Patch) -> Result<(), Error> {
        match self.check_fits(integration, overrides).await {
            Err(error) if error.code == Code::NotFound => Ok(()),
            other => other,
        }
    }

    async fn plan_connection(&self, file: &str, said: ConnectionFile) -> Result<Planned, Error> {
        let Some(stored) = self.named_by(&said).await? else {
            return Ok(Planned {
                changes: Vec::new(),
                skipped: vec![no_connection(&said)],
                act: None,
            });
        };
        let wanted = stored.id.clone();
        let row = self
            .with_store(move |store| store.connection_row(&wanted))
            .await?
            .ok_or_else(|| Error::not_found("connection", &stored.id))?;
        for (field, here, there) in [
            ("integration", &row.integration_key, &said.integration),
            ("tenant", &row.tenant_key, &said.tenant),
        ] {
            if here != there {
                return Err(Error::new(
                    Code::InvalidRequest,
                    format!(
                        "The connection “{}” is one of {field} {here}, not of {there}.",
                        stored.name
                    ),
                )
                .at(field)
                .next("Connect anew for that; a file changes names, keys and overrides."));
            }
        }
        let trial = self
            .try_on_connection(&stored.id, Edit::whole(said.overrides.clone()))
            .await;
        let trial = trial.map_err(|error| match error.problems.is_empty() {
            false => inside::<()>("override", Err(error.problems))
                .err()
                .unwrap_or_else(|| Error::internal("problems")),
            true => error,
        })?;
        if !trial.problems.is_empty() {
            return inside("override", Err(trial.problems));
        }
        let live = self.live(&stored.id).await?;
        let mut found = Changes::new(file, format!("connection {}", stored.name));
        let name = said.name.clone().unwrap_or_else(|| stored.name.clone());
        found.value("name", Some(json!(stored.name)), Some(json!(name)), Effect::None);
        let key = |key: &Option<String>| key.as_ref().map(|key| json!(key));
        found.value("key", key(&stored.key), key(&said.key), Effect::None);
        let option = stored.option.as_deref();
        let shown = |patch: &Patch, connector| mask(patch, connector, option, &trial.marks);
        found.patch(
            "",
            [&live.secrets.overrides, &trial.overrides],
            [
                &shown(&live.secrets.overrides, &live.connector),
                &shown(&trial.overrides, &trial.connector),
            ],
            &trial.changes(),
        );
        Ok(Planned {
            changes: found.all,
            skipped: Vec::new(),
            act: Some(Act::SetConnection(stored, said)),
        })
    }

    /// The connection that a file means: by its id or, on another machine, by the tenant's key for it.
    async fn named_by(&self, said: &ConnectionFile) -> Result<Option<Connection>, Error> {
        let (id, key, tenant) = (said.id.clone(), said.key.clone(), said.tenant.clone());
        self.with_store(move |store| {
            if let Some(id) = id
                && let Some(found) = store.connection(&id)?
            {
                return Ok(Some(found).filter(|found| found.archived_at.is_none()));
            }
            let (Some(key), Some(tenant)) = (key, store.tenant_by_key(&tenant)?) else {
                return Ok(None);
            };
            let all = store.connections_by_key(&key)?;
            Ok(all.into_iter().find(|found| found.tenant_id == tenant.id))
        })
        .await
    }
}

fn preset(stored: Option<&Preset>, said: &PresetFile) -> Preset {
    Preset {
        id: stored.map(|stored| stored.id.clone()).unwrap_or_default(),
        name: said.name.clone(),
        integration: said.integration.clone(),
        overrides: said.overrides.clone(),
        unreadable: false,
        secrets: stored.map(|stored| stored.secrets.clone()).unwrap_or_default(),
        updated_at: 0,
        deleted_at: None,
    }
}

/// Two files must not be about the same thing: which one counts would be chance.
fn twice<'a>(about: &mut BTreeMap<String, &'a str>, said: &Said, file: &'a str) -> Option<Error> {
    let name = match said {
        Said::Integration(said) => format!("integration {}", said.key),
        Said::Preset(said) => format!("preset {}", said.name.to_lowercase()),
        Said::Connection(said) => match &said.id {
            Some(id) => format!("connection {id}"),
            None => format!("connection {:?} of {}", said.key, said.tenant),
        },
    };
    let other = about.insert(name.clone(), file)?;
    Some(
        Error::new(Code::InvalidRequest, format!("{other} is about the same {name}."))
            .next("Keep one of the files."),
    )
}

/// Takes masked leaves out of a patch for something that has no stored values yet.
fn take_masks(patch: &mut Patch) -> Vec<ParamPath> {
    let masked: Vec<ParamPath> = patch
        .leaves()
        .into_iter()
        .filter(|(_, value)| *value == &Value::from(MASK))
        .map(|(path, _)| path)
        .collect();
    for path in &masked {
        patch.unset(path);
    }
    masked
}

fn not_in_the_file(path: &ParamPath, command: &str) -> Error {
    Error::new(
        Code::InvalidRequest,
        format!("The secret {path} is masked in the file, and nothing is stored for it here."),
    )
    .at(path.to_string())
    .next(format!("Set it afterwards: {command}"))
}

fn no_connection(said: &ConnectionFile) -> Error {
    let name = said.name.as_deref().or(said.key.as_deref()).unwrap_or("this one");
    Error::new(
        Code::NotFound,
        format!("There is no connection for “{name}” here, and files make none: somebody has to connect."),
    )
    .next(format!(
        "Connect with `patchbay connect {} --tenant {} --multiple`, then pull.",
        said.integration, said.tenant
    ))
}
