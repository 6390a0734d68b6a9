//! The provider's two environments and the made-up people who have an account in each.

use serde::{Deserialize, Serialize};

/// Which of the two environments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Environment {
    Production,
    Sandbox,
}

/// Somebody who can be signed in as.
pub(crate) struct User {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) email: &'static str,
}

impl Environment {
    /// Its name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
        }
    }

    /// The other one.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Production => Self::Sandbox,
            Self::Sandbox => Self::Production,
        }
    }

    /// The accounts of this environment; the first is proposed.
    pub(crate) fn users(self) -> &'static [User] {
        match self {
            Self::Production => &[
                User {
                    id: "user_ada",
                    name: "Ada Lovelace",
                    email: "ada@acme.example",
                },
                User {
                    id: "user_grace",
                    name: "Grace Hopper",
                    email: "grace@acme.example",
                },
            ],
            Self::Sandbox => &[
                User {
                    id: "test_alan",
                    name: "Alan Turing",
                    email: "alan@test.example",
                },
                User {
                    id: "test_katherine",
                    name: "Katherine Johnson",
                    email: "katherine@test.example",
                },
            ],
        }
    }

    /// The account with this id.
    pub(crate) fn user(self, id: &str) -> Option<&'static User> {
        self.users().iter().find(|user| user.id == id)
    }
}
