//! Two sides beside each other, leaf by leaf: connections, integrations, points of a history.

use std::collections::BTreeMap;

use patchbay_connector::{Effective, LeafView, ParamPath, Patch};
use serde_json::{Map, Value};

use crate::{Engine, Error, live::effective};

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// A connection as it is saved, by id or key.
    Connection(String),
    /// An integration's defaults, by key or id.
    Integration(String),
    /// A point of a connection's history.
    History {
        /// Id or key of the connection.
        connection: String,
        /// The entry's id.
        entry: String,
    },
}

/// One leaf on both sides, masked.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedLeaf {
    /// Dotted path.
    pub path: String,
    /// On the left; none where nothing is said of it there.
    pub left: Option<LeafView>,
    /// On the right.
    pub right: Option<LeafView>,
    /// Whether both have the same value, told by the clear ones.
    pub same: bool,
}

/// Two sides beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What the sides are called.
    pub titles: [String; 2],
    /// Every leaf of either side, sorted by path.
    pub leaves: Vec<ComparedLeaf>,
    /// The effective parameters of each as indented JSON, sorted and masked.
    pub texts: [String; 2],
}

struct Resolved {
    title: String,
    effective: Effective,
}

impl Engine {
    /// Lays two sides beside each other.
    pub async fn compare(&self, left: &Side, right: &Side) -> Result<Comparison, Error> {
        // An integration is shown as the other side signs in with it.
        let (left_option, right_option) = (self.option_of(left).await?, self.option_of(right).await?);
        let left = self.side(left, right_option).await?;
        let right = self.side(right, left_option).await?;
        Ok(Comparison {
            leaves: leaves(&left, &right),
            texts: [text(&left), text(&right)],
            titles: [left.title, right.title],
        })
    }

    async fn option_of(&self, side: &Side) -> Result<Option<(String, String)>, Error> {
        let (Side::Connection(connection) | Side::History { connection, .. }) = side else {
            return Ok(None);
        };
        let connection = self.connection(connection).await?;
        Ok(connection
            .option
            .map(|option| (connection.integration_id, option)))
    }

    async fn side(&self, side: &Side, other: Option<(String, String)>) -> Result<Resolved, Error> {
        match side {
            Side::Integration(key) => {
                let integration = self.integration(key).await?;
                let option = other
                    .filter(|(of, _)| *of == integration.id)
                    .map(|(_, option)| option);
                let connector = self.connector_for(&integration, &Patch::default()).await?;
                Ok(Resolved {
                    effective: effective(&connector, &integration, option.as_deref(), &Patch::default()),
                    title: integration.name,
                })
            }
            Side::Connection(connection) => {
                let live = self.live(&self.connection(connection).await?.id).await?;
                Ok(Resolved {
                    title: live.connection.name.clone(),
                    effective: live.effective.clone(),
                })
            }
            Side::History { connection, entry } => {
                let live = self.live(&self.connection(connection).await?.id).await?;
                let entry = self.history_entry(&live.connection.id, entry).await?;
                let connector = self.connector_for(&live.integration, &entry.overrides).await?;
                let option = live.connection.option.as_deref();
                Ok(Resolved {
                    title: format!("{}, earlier", live.connection.name),
                    effective: effective(&connector, &live.integration, option, &entry.overrides),
                })
            }
        }
    }
}

fn leaves(left: &Resolved, right: &Resolved) -> Vec<ComparedLeaf> {
    let mut rows: BTreeMap<ParamPath, [Option<LeafView>; 2]> = BTreeMap::new();
    for (at, side) in [left, right].into_iter().enumerate() {
        for view in side.effective.views() {
            if let Ok(path) = view.path.parse::<ParamPath>()
                && let Some(cell) = rows.entry(path).or_default().get_mut(at)
            {
                *cell = Some(view);
            }
        }
    }
    rows.into_iter()
        .map(|(path, [mine, theirs])| {
            let path = path.to_string();
            let value = |side: &Resolved| side.effective.leaf(&path).map(|leaf| leaf.value.clone());
            ComparedLeaf {
                same: value(left) == value(right),
                left: mine,
                right: theirs,
                path,
            }
        })
        .collect()
}

fn text(side: &Resolved) -> String {
    let mut tree = Map::new();
    for view in side.effective.views().into_iter().filter(|view| !view.removed) {
        if let Ok(path) = view.path.parse::<ParamPath>() {
            place(&mut tree, path.segments(), view.value);
        }
    }
    format!("{:#}\n", Value::Object(tree))
}

fn place(tree: &mut Map<String, Value>, segments: &[String], value: Value) {
    match segments {
        [] => {}
        [last] => {
            tree.insert(last.clone(), value);
        }
        [first, rest @ ..] => {
            let inner = tree
                .entry(first.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                place(inner, rest, value);
            }
        }
    }
}
