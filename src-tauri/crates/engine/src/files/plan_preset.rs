//! What a file of a preset would do.

use patchbay_connector::{Effect, Patch, unmask};
use patchbay_store::Preset;
use serde_json::json;

use super::{
    apply::Act,
    diff::Changes,
    plan::{Planned, not_in_the_file, take_masks},
    read::{PresetFile, inside},
};
use crate::{Code, Engine, Error};

impl Engine {
    pub(super) async fn plan_preset(&self, file: &str, mut said: PresetFile) -> Result<Planned, Error> {
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
            let shown = self.masked_preset(&preset(None, &said)).await?;
            found.value("", None, Some(shown), Effect::None);
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
