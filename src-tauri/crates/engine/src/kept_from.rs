//! Where the masked leaves of an override that is being prepared have their values: in the override of the connection or
//! the preset that it began as. The values never leave the engine.

use patchbay_connector::Patch;

use crate::{Engine, Error};

/// What an override that is being prepared began as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptFrom {
    /// A connection, by id or key.
    pub connection: Option<String>,
    /// A preset, by id or name.
    pub preset: Option<String>,
}

impl Engine {
    /// The values that masked leaves keep; where both sources have one, the connection's.
    pub(crate) async fn kept(&self, from: &KeptFrom) -> Result<Patch, Error> {
        let mut kept = Patch::default();
        if let Some(preset) = &from.preset {
            kept = self.preset(preset).await?.overrides;
        }
        if let Some(connection) = &from.connection {
            let id = self.connection(connection).await?.id;
            let secrets = self
                .with_store(move |store| store.connection_secrets(&id))
                .await?;
            lay(&mut kept, &secrets.overrides);
        }
        Ok(kept)
    }
}

/// Lays one patch on another so that both together do what they would do one after the other: what the upper one does not
/// name stays, and a `null` of it goes on removing.
pub(crate) fn lay(lower: &mut Patch, upper: &Patch) {
    for (path, value) in upper.leaves() {
        // A path that came out of a patch goes into one.
        let _ = lower.set(&path, value.clone());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn laying_is_doing_one_after_the_other() {
        let mut lower =
            Patch::from_value(json!({ "a": 1, "http": { "headers": { "X-A": "1", "X-B": "2" } } })).unwrap();
        let upper =
            Patch::from_value(json!({ "http": { "headers": { "x-a": null }, "timeoutMs": 5 } })).unwrap();
        lay(&mut lower, &upper);
        assert_eq!(
            lower.to_value(),
            json!({ "a": 1, "http": { "headers": { "X-A": null, "X-B": "2" }, "timeoutMs": 5 } })
        );
    }
}
