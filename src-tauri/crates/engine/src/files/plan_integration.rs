//! What a file of an integration would do.

use std::collections::BTreeSet;

use patchbay_connector::{
    Change, Connector, Effect, Patch, PatchLayer, SecretMarks, changes, check_patch, mask, unmask,
};
use patchbay_store::Integration;
use serde_json::json;

use super::{
    apply::Act,
    diff::Changes,
    plan::{Planned, not_in_the_file, take_masks},
    read::{IntegrationFile, inside},
};
use crate::{Code, Engine, Error, integrations::check_key, live::effective, secret_marks::not_markable};

impl Engine {
    pub(super) async fn plan_integration(&self, file: &str, said: IntegrationFile) -> Result<Planned, Error> {
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
        fits(&connector, &said)?;
        let mut found = Changes::new(file, format!("integration {}", said.key));
        let marks = said.marks.clone().unwrap_or_default();
        markable(&connector, &marks)?;
        let shown = mask(&said.parameters, &connector, None, &marks);
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
        fits(&after, &said)?;
        let marks = said.marks.get_or_insert_with(|| stored.marks.clone()).clone();
        markable(&after, &marks)?;
        let mut wanted = stored.clone();
        wanted.marks.clone_from(&marks);
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
        let paths: BTreeSet<&String> = stored.marks.keys().chain(marks.keys()).collect();
        for path in paths {
            let of = |marks: &SecretMarks| marks.get(path).map(|mark| json!(mark));
            found.value(
                &format!("secretMarks: {path}"),
                of(&stored.marks),
                of(&marks),
                Effect::None,
            );
        }
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
}

/// Whether every leaf that a file calls a secret, or none, is one that no connector file declares.
fn markable(connector: &Connector, marks: &SecretMarks) -> Result<(), Error> {
    for text in marks.keys() {
        let path = text.parse().ok().filter(|path| connector.markable(path));
        if path.is_none() {
            return Err(not_markable(connector, text).at(format!("secretMarks.{text}")));
        }
    }
    Ok(())
}

/// Whether the connector takes what a file says.
fn fits(connector: &Connector, said: &IntegrationFile) -> Result<(), Error> {
    let judged = |option: Option<&str>, patch: &Patch, layer: PatchLayer| {
        let problems = check_patch(connector, option, None, patch, layer);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    };
    inside(
        "parameters",
        judged(None, &said.parameters, PatchLayer::Integration),
    )?;
    for (option, patch) in &said.option_parameters {
        if !connector.options().iter().any(|known| &known.key == option) {
            return Err(Error::not_found("option", option).at("optionParameters"));
        }
        let field = format!("optionParameters.{option}");
        inside(&field, judged(Some(option), patch, PatchLayer::IntegrationOption))?;
    }
    Ok(())
}
