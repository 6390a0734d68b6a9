//! Carrying a plan out.

use patchbay_store::{Connection, How};

use super::{
    FileTrouble, FilesPlan, WorkspaceFile,
    read::{ConnectionFile, IntegrationFile, PresetFile},
};
use crate::{
    AddIntegration, Engine, Error, SavePreset, SetConnection, SetIntegration, Who, parameters::Edit,
};

/// What is done for one file.
pub(super) enum Act {
    AddIntegration(Box<IntegrationFile>),
    SetIntegration(String, Box<IntegrationFile>),
    SavePreset(Option<String>, PresetFile),
    SetConnection(Box<Connection>, ConnectionFile),
}

impl Act {
    /// Presets may be made on integrations, overrides lie on them.
    pub(super) fn order(&self) -> u8 {
        match self {
            Self::AddIntegration(_) | Self::SetIntegration(..) => 0,
            Self::SavePreset(..) => 1,
            Self::SetConnection(..) => 2,
        }
    }
}

impl Engine {
    /// Takes files over: tells what that does and, where `apply` says so and nothing is wrong, does it.
    pub async fn take_files(
        &self,
        files: &[WorkspaceFile],
        apply: bool,
        how: How,
    ) -> Result<FilesPlan, Error> {
        let (mut plan, acts) = self.plan_files(files).await?;
        if !apply || !plan.problems.is_empty() {
            return Ok(plan);
        }
        plan.applied = true;
        for (file, act) in acts {
            // Everything was judged before: what fails now changed in between, and the rest is not tried.
            if let Err(error) = Box::pin(self.act(act, how)).await {
                let next = "What came before it in the plan was done. Push again for the rest.";
                plan.problems.push(FileTrouble {
                    file,
                    error: error.next(next),
                });
                plan.applied = false;
                break;
            }
        }
        Ok(plan)
    }

    async fn act(&self, act: Act, how: How) -> Result<(), Error> {
        match act {
            Act::AddIntegration(said) => {
                let added = self
                    .add_integration(AddIntegration {
                        key: said.key.clone(),
                        connector: said.connector.clone(),
                        version: said.version.clone(),
                        name: said.name.clone(),
                        parameters: said.parameters.clone(),
                        redirect: said.redirect.clone(),
                        surface: said.surface,
                        description: Some(said.description.clone()),
                        meta: None,
                    })
                    .await?;
                if said.marks.is_some() {
                    let marks = SetIntegration {
                        marks: said.marks.clone(),
                        ..SetIntegration::default()
                    };
                    self.set_integration(&added.id, marks).await?;
                }
                self.set_options(&added.id, &said).await
            }
            Act::SetIntegration(id, said) => {
                let stored = self.integration(&id).await?;
                if said
                    .version
                    .as_ref()
                    .is_some_and(|version| *version != stored.connector_version)
                {
                    let version = SetIntegration {
                        version: said.version.clone(),
                        ..SetIntegration::default()
                    };
                    self.set_integration(&id, version).await?;
                }
                let set = SetIntegration {
                    name: said.name.clone(),
                    parameters: Some(Edit::whole(said.parameters.clone())),
                    redirect: said.redirect.clone(),
                    surface: said.surface,
                    description: Some(said.description.clone()),
                    marks: said.marks.clone(),
                    ..SetIntegration::default()
                };
                self.set_integration(&id, set).await?;
                self.set_options(&id, &said).await
            }
            Act::SavePreset(id, said) => {
                let save = SavePreset {
                    id,
                    name: said.name,
                    integration: said.integration,
                    from: None,
                    overrides: said.overrides,
                };
                self.save_preset(save).await.map(|_| ())
            }
            Act::SetConnection(stored, said) => {
                self.save_parameters(&stored.id, Edit::whole(said.overrides), how)
                    .await?;
                let set = SetConnection {
                    name: said.name.filter(|name| *name != stored.name),
                    key: (said.key != stored.key).then_some(said.key),
                    ..SetConnection::default()
                };
                if set.name.is_some() || set.key.is_some() {
                    self.set_connection(&stored.id, set, &Who::Developer).await?;
                }
                Ok(())
            }
        }
    }

    /// The parameters of each option; those of an option that the file leaves out go.
    async fn set_options(&self, id: &str, said: &IntegrationFile) -> Result<(), Error> {
        let stored = self.integration(id).await?.option_parameters;
        let gone = stored
            .keys()
            .filter(|option| !said.option_parameters.contains_key(*option));
        let gone = gone.map(|option| (option.clone(), <_>::default()));
        let wanted = said.option_parameters.iter();
        let wanted = wanted.map(|(option, patch)| (option.clone(), patch.clone()));
        for (option, patch) in wanted.chain(gone) {
            if stored.get(&option) == Some(&patch) {
                continue;
            }
            let set = SetIntegration {
                option: Some(option),
                parameters: Some(Edit::whole(patch)),
                ..SetIntegration::default()
            };
            self.set_integration(id, set).await?;
        }
        Ok(())
    }
}
