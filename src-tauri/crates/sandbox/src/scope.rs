//! Scopes: the closed list that this provider knows, and ordered sets of them (RFC 6749 §3.3).

use serde::{Deserialize, Serialize};

/// One permission that a client can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Scope {
    #[serde(rename = "contacts.read")]
    ContactsRead,
    #[serde(rename = "contacts.write")]
    ContactsWrite,
    #[serde(rename = "deals.read")]
    DealsRead,
    #[serde(rename = "deals.write")]
    DealsWrite,
    #[serde(rename = "offline_access")]
    OfflineAccess,
    #[serde(rename = "profile")]
    Profile,
}

impl Scope {
    pub(crate) const ALL: [Self; 6] = [
        Self::ContactsRead,
        Self::ContactsWrite,
        Self::DealsRead,
        Self::DealsWrite,
        Self::OfflineAccess,
        Self::Profile,
    ];

    /// The scope as it is written on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ContactsRead => "contacts.read",
            Self::ContactsWrite => "contacts.write",
            Self::DealsRead => "deals.read",
            Self::DealsWrite => "deals.write",
            Self::OfflineAccess => "offline_access",
            Self::Profile => "profile",
        }
    }

    /// What it permits, as the consent page tells the user.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::ContactsRead => "See your contacts",
            Self::ContactsWrite => "Add contacts",
            Self::DealsRead => "See your deals",
            Self::DealsWrite => "Add deals",
            Self::OfflineAccess => "Stay connected while you are away",
            Self::Profile => "See your name and email address",
        }
    }
}

/// Scopes in the order they were asked for, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ScopeSet(Vec<Scope>);

impl ScopeSet {
    /// Reads a space-separated list. `Err` is the first scope that this provider does not know.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut scopes = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let scope = Scope::ALL.into_iter().find(|scope| scope.name() == word);
            let scope = scope.ok_or_else(|| word.to_owned())?;
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        Ok(Self(scopes))
    }

    /// What a request that names no scope gets.
    pub(crate) fn fallback() -> Self {
        Self(vec![Scope::Profile])
    }

    pub(crate) fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn is_subset_of(&self, other: &Self) -> bool {
        self.0.iter().all(|scope| other.contains(*scope))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Scope> + '_ {
        self.0.iter().copied()
    }

    /// The scopes as they are written on the wire.
    pub(crate) fn names(&self) -> Vec<String> {
        self.iter().map(|scope| scope.name().to_owned()).collect()
    }

    /// All but the last, where there are several.
    pub(crate) fn without_last(mut self) -> Self {
        if self.0.len() > 1 {
            self.0.pop();
        }
        self
    }
}

impl std::fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.iter().map(Scope::name).collect();
        f.write_str(&names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_and_a_repetition_dropped() {
        let scopes = ScopeSet::parse("deals.read  contacts.read deals.read").unwrap();
        assert_eq!(scopes.to_string(), "deals.read contacts.read");
    }

    #[test]
    fn an_unknown_scope_is_named() {
        assert_eq!(ScopeSet::parse("profile crm.read"), Err("crm.read".to_owned()));
    }

    #[test]
    fn a_single_scope_is_never_taken_away() {
        assert_eq!(ScopeSet::fallback().without_last(), ScopeSet::fallback());
    }
}
