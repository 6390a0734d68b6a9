//! What the walk needs to know of a file beside what the crate says: which answers give which parameters, and what joins
//! scopes.

use patchbay_connector::Connector;
use toml::{Table, Value};

/// A file's own text as a table.
pub(crate) struct Source {
    root: Table,
    auth: Table,
}

fn names(table: Option<&Value>) -> Vec<String> {
    let table = table.and_then(Value::as_table);
    table
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}

impl Source {
    pub(crate) fn of(connector: &Connector, option: Option<&str>) -> Self {
        let root: Table = connector.text().parse().unwrap();
        let of_option = option.and_then(|option| root.get("options")?.get(option)?.get("auth"));
        let auth = of_option.or_else(|| root.get("auth")).and_then(Value::as_table);
        Self {
            auth: auth.cloned().unwrap_or_default(),
            root,
        }
    }

    fn of_auth(&self, part: &str, key: &str) -> Option<&Value> {
        self.auth.get(part)?.get(key)
    }

    /// The query parameters of a callback that are captured: parameter and name in the query.
    pub(crate) fn callback(&self) -> Vec<(String, String)> {
        let table = self.of_auth("authorize", "capture").and_then(Value::as_table);
        let pair =
            |(name, from): (&String, &Value)| (name.clone(), from.as_str().unwrap_or_default().to_owned());
        table.into_iter().flatten().map(pair).collect()
    }

    pub(crate) fn scope_separator(&self) -> String {
        let own = self
            .of_auth("authorize", "scope_separator")
            .and_then(Value::as_str);
        own.unwrap_or(" ").to_owned()
    }

    /// What a standard parameter of the authorize request is called; empty where it is dropped.
    pub(crate) fn renamed(&self, name: &str) -> String {
        let own = self
            .of_auth("authorize", "rename")
            .and_then(|rename| rename.get(name)?.as_str());
        own.unwrap_or(name).to_owned()
    }

    pub(crate) fn pkce_is_off(&self) -> bool {
        self.of_auth("authorize", "pkce").and_then(Value::as_str) == Some("off")
    }

    /// What each step captures.
    pub(crate) fn steps(&self) -> Vec<Vec<String>> {
        captures(self.auth.get("steps"))
    }

    /// What each discovery captures.
    pub(crate) fn discover(&self) -> Vec<Vec<String>> {
        captures(self.root.get("discover"))
    }
}

fn captures(steps: Option<&Value>) -> Vec<Vec<String>> {
    let steps = steps.and_then(Value::as_array).into_iter().flatten();
    steps.map(|step| names(step.get("capture"))).collect()
}
