//! Reads TOML into a tree that knows where in the file each part stands.

use std::ops::Range;

use serde_json::{Map, Value};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::FileProblem;

/// One value of the file.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) at: usize,
    pub(crate) kind: NodeKind,
}

/// What a value is.
#[derive(Debug)]
pub(crate) enum NodeKind {
    Text(String),
    Whole(i64),
    Float(f64),
    Bool(bool),
    Date,
    List(Vec<Node>),
    /// Entries in file order: name, where the name stands, value.
    Table(Vec<(String, usize, Node)>),
}

/// Parses the file. Syntax errors come back as problems, all of them.
pub(crate) fn read(text: &str) -> Result<Node, Vec<FileProblem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors
            .iter()
            .map(|error| {
                let at = error.span().map(|span| place(text, span.start));
                FileProblem {
                    path: String::new(),
                    line: at.map(|(line, _)| line),
                    column: at.map(|(_, column)| column),
                    message: format!(
                        "This is not valid TOML: {}.",
                        error.message().trim_end_matches('.')
                    ),
                    fix: Some("Correct the syntax on this line.".to_owned()),
                    warning: false,
                }
            })
            .collect());
    }
    let span = table.span();
    Ok(Node {
        at: span.start,
        kind: entries(table.into_inner()),
    })
}

fn entries(table: DeTable<'_>) -> NodeKind {
    let mut entries: Vec<_> = table
        .into_iter()
        .map(|(name, value)| {
            let Range { start, .. } = name.span();
            (name.into_inner().into_owned(), start, node(value))
        })
        .collect();
    entries.sort_by_key(|(_, at, _)| *at);
    NodeKind::Table(entries)
}

fn node(value: Spanned<DeValue<'_>>) -> Node {
    let at = value.span().start;
    let kind = match value.into_inner() {
        DeValue::String(text) => NodeKind::Text(text.into_owned()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            // Beyond 64 bits it stays a number, and is refused as one that is not whole.
            i64::from_str_radix(&digits, number.radix())
                .map_or_else(|_| NodeKind::Float(f64::INFINITY), NodeKind::Whole)
        }
        DeValue::Float(number) => {
            NodeKind::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN))
        }
        DeValue::Boolean(value) => NodeKind::Bool(value),
        DeValue::Datetime(_) => NodeKind::Date,
        DeValue::Array(items) => NodeKind::List(items.into_iter().map(node).collect()),
        DeValue::Table(table) => entries(table),
    };
    Node { at, kind }
}

/// Line and column, both from 1, of a byte offset.
pub(crate) fn place(text: &str, at: usize) -> (u32, u32) {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (
        u32::try_from(line).unwrap_or(u32::MAX),
        u32::try_from(column).unwrap_or(u32::MAX),
    )
}

impl Node {
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// An entry with the place of its name.
    fn entry(&self, name: &str) -> Option<(usize, &Node)> {
        match &self.kind {
            NodeKind::Table(entries) => entries
                .iter()
                .find(|(known, ..)| known == name)
                .map(|(_, at, node)| (*at, node)),
            NodeKind::List(items) => name
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index))
                .map(|node| (node.at, node)),
            _ => None,
        }
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        match &self.kind {
            NodeKind::Table(entries) => entries.iter().map(|(name, ..)| name.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// Where the name of the longest existing part of a path stands, and how long that part is.
    pub(crate) fn locate(&self, path: &[&str]) -> (usize, usize) {
        let (mut node, mut at) = (self, self.at);
        for (depth, name) in path.iter().enumerate() {
            let Some((found, next)) = node.entry(name) else {
                return (at, depth);
            };
            (node, at) = (next, found);
        }
        (at, path.len())
    }

    pub(crate) fn value(&self) -> Value {
        match &self.kind {
            NodeKind::Text(text) => text.as_str().into(),
            NodeKind::Whole(number) => (*number).into(),
            NodeKind::Float(number) => (*number).into(),
            NodeKind::Bool(value) => (*value).into(),
            NodeKind::Date => Value::Null,
            NodeKind::List(items) => items.iter().map(Node::value).collect(),
            NodeKind::Table(entries) => Value::Object(
                entries
                    .iter()
                    .map(|(name, _, node)| (name.clone(), node.value()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }
}
