//! A connection's override: trying a change, and saving it.
//!
//! Saving is never refused for its effect, only for not fitting the connector (design section 2).

use patchbay_connector::{
    Change, Connector, Effective, ParamPath, ParamProblem, Patch, PatchLayer, changes, check_patch,
};
use patchbay_store::{How, Integration};
use serde_json::Value;

use crate::{ChangedWhat, Engine, Error, KeptFrom, grant::Grant, live::effective};

/// A change of a patch: the whole, then single paths.
#[derive(Default)]
pub struct Edit {
    /// In place of the stored patch.
    pub whole: Option<Patch>,
    /// Set these.
    pub set: Vec<(ParamPath, Value)>,
    /// Reset these: the key leaves the patch.
    pub unset: Vec<ParamPath>,
}

impl Edit {
    /// This patch in place of the stored one.
    pub fn whole(patch: Patch) -> Self {
        Self {
            whole: Some(patch),
            ..Self::default()
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.whole.is_none() && self.set.is_empty() && self.unset.is_empty()
    }
}

/// A change that is tried: what would be, and what is.
pub struct Trial {
    /// The integration.
    pub integration: Integration,
    /// The connector in force after the change.
    pub connector: Connector,
    /// The override after the change.
    pub overrides: Patch,
    /// The end user's input, where there is a connection.
    pub input: Patch,
    /// What it was connected with, where there is a connection.
    pub grant: Option<Grant>,
    /// The origins that its credentials may be sent to.
    pub binding: Vec<String>,
    /// Effective parameters as saved; for a new connection, without an override.
    pub before: Effective,
    /// Effective parameters after the change.
    pub after: Effective,
    /// What keeps it from being saved.
    pub problems: Vec<ParamProblem>,
}

impl Trial {
    /// What differs.
    pub fn changes(&self) -> Vec<Change> {
        changes(&self.before, &self.after)
    }
}

impl Engine {
    /// Tries a change on a connection.
    pub async fn try_on_connection(&self, connection: &str, edit: Edit) -> Result<Trial, Error> {
        let live = self.live(connection).await?;
        let overrides = edit.apply(&live.secrets.overrides)?;
        let mut trial = self
            .trial(
                live.integration.clone(),
                live.connection.option.as_deref(),
                live.effective.clone(),
                overrides,
            )
            .await?;
        trial.input = live.secrets.input.clone();
        trial.grant = Some(live.grant.clone());
        trial.binding = live.binding.iter().map(ToString::to_string).collect();
        Ok(trial)
    }

    /// Tries an override for a connection that does not exist yet; its masked leaves stand for what is kept elsewhere.
    pub async fn try_on_new(
        &self,
        integration: &str,
        option: Option<&str>,
        kept_from: &KeptFrom,
        mut edit: Edit,
    ) -> Result<Trial, Error> {
        let integration = self.integration(integration).await?;
        let connector = self.connector_for(&integration, &Patch::default()).await?;
        let before = effective(&connector, &integration, option, &Patch::default());
        // Nothing is stored yet: what is kept elsewhere only stands behind masks.
        edit.whole.get_or_insert_default();
        let kept = self.kept(kept_from).await?;
        let overrides = edit.apply(&kept)?;
        self.trial(integration, option, before, overrides).await
    }

    async fn trial(
        &self,
        integration: Integration,
        option: Option<&str>,
        before: Effective,
        overrides: Patch,
    ) -> Result<Trial, Error> {
        let connector = self.connector_for(&integration, &overrides).await?;
        let after = effective(&connector, &integration, option, &overrides);
        let mut problems = check_patch(
            &connector,
            option,
            after.variant.as_deref(),
            &overrides,
            PatchLayer::Override,
        );
        for problem in &after.problems {
            if !problems.iter().any(|known| known.path == problem.path) {
                problems.push(problem.clone());
            }
        }
        Ok(Trial {
            integration,
            connector,
            overrides,
            input: Patch::default(),
            grant: None,
            binding: Vec::new(),
            before,
            after,
            problems,
        })
    }

    /// Saves a change of a connection's override. Refused only where it does not fit; its effect is the trial's.
    pub async fn save_parameters(&self, connection: &str, edit: Edit, how: How) -> Result<Trial, Error> {
        let trial = self.try_on_connection(connection, edit).await?;
        if !trial.problems.is_empty() {
            return Err(Error::parameters(trial.problems));
        }
        let id = self.connection(connection).await?.id;
        let (wanted, overrides, now) = (id.clone(), trial.overrides.clone(), self.now());
        let variant = trial.after.variant.clone();
        self.with_store(move |store| {
            store.set_override(&wanted, &overrides, how, now)?;
            store.set_variant(&wanted, variant.as_deref(), now)?;
            // What was wrong may be right now; the next call finds out.
            if let Some(row) = store.connection(&wanted)?
                && matches!(row.health, patchbay_store::StoredHealth::Misconfigured { .. })
            {
                store.set_health(&wanted, &patchbay_store::StoredHealth::Working, now)?;
            }
            Ok(())
        })
        .await?;
        self.forget(&id);
        self.tell(ChangedWhat::Connections, Some(&id));
        Ok(trial)
    }
}
