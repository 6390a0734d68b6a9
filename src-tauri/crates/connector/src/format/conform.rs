//! Holds a file's tree against the table of `shape`: unknown keys, wrong types, templates that are none.

use super::{
    read::{Node, NodeKind, place},
    shape::{self, Field, Shape},
    shape_auth,
};
use crate::{
    FileProblem,
    problem::nearest,
    templates::{Template, UrlTemplate},
};

/// Finds problems and notes where each stands.
pub(crate) struct Conform<'a> {
    text: &'a str,
    pub(crate) problems: Vec<FileProblem>,
}

impl<'a> Conform<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            problems: Vec::new(),
        }
    }

    pub(crate) fn root(&mut self, root: &Node) {
        let kind = match root
            .get("auth")
            .and_then(|auth| auth.get("kind"))
            .map(|kind| &kind.kind)
        {
            Some(NodeKind::Text(kind)) => kind.as_str(),
            _ => "",
        };
        self.table(root, shape::ROOT, "", kind);
    }

    fn say(&mut self, path: &str, at: usize, message: String, fix: impl Into<String>) {
        let (line, column) = place(self.text, at);
        self.problems.push(FileProblem {
            path: path.to_owned(),
            line: Some(line),
            column: Some(column),
            message,
            fix: Some(fix.into()),
            warning: false,
        });
    }

    /// `kind` is that of the `[auth]` which an `auth` below patches.
    fn table(&mut self, node: &Node, fields: &'static [Field], path: &str, kind: &str) {
        let NodeKind::Table(entries) = &node.kind else {
            return self.say(
                path,
                node.at,
                format!("\"{path}\" must be a table."),
                format!("Write it as [{path}] with keys below it."),
            );
        };
        let own = entries
            .iter()
            .find(|(name, ..)| name == "auth")
            .and_then(|(.., auth)| match auth.get("kind") {
                Some(Node {
                    kind: NodeKind::Text(own),
                    ..
                }) => Some(own.as_str()),
                _ => None,
            });
        for (name, at, value) in entries {
            let here = join(path, name);
            match fields.iter().find(|field| field.name == name) {
                Some(field) => self.value(value, field.shape, &here, own.unwrap_or(kind)),
                None => self.unknown(&here, name, *at, fields, path),
            }
        }
    }

    fn unknown(&mut self, here: &str, name: &str, at: usize, fields: &[Field], path: &str) {
        let names = fields.iter().map(|field| field.name);
        let of = if path.is_empty() {
            "a connector file".to_owned()
        } else {
            format!("[{path}]")
        };
        let fix = match nearest(name, names.clone()) {
            Some(near) => format!("Did you mean \"{near}\"?"),
            None => format!(
                "Take it out. {of} may have: {}.",
                names.collect::<Vec<_>>().join(", ")
            ),
        };
        self.say(here, at, format!("{of} has no key \"{name}\"."), fix);
    }

    fn value(&mut self, node: &Node, shape: Shape, path: &str, kind: &str) {
        match (shape, &node.kind) {
            (Shape::Any, NodeKind::Date) => self.wrong(
                node,
                path,
                "a text, a number, true, false or a list",
                "Put the date in quotes.",
            ),
            (Shape::Whole, NodeKind::Whole(number)) if *number < 0 => {
                self.wrong(node, path, expected(shape), "Write a number from 0.");
            }
            (Shape::Any, _)
            | (Shape::Text, NodeKind::Text(_))
            | (Shape::Bool, NodeKind::Bool(_))
            | (Shape::Whole, NodeKind::Whole(_)) => {}
            (Shape::Template, NodeKind::Text(text)) => {
                if let Err(reason) = Template::parse(text) {
                    self.template(node, path, &reason);
                }
            }
            (Shape::Url, NodeKind::Text(text)) => {
                if let Err(reason) = UrlTemplate::parse(text) {
                    self.template(node, path, &reason);
                }
            }
            (Shape::Urls, NodeKind::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, Shape::Url, &join(path, &index.to_string()), kind);
                }
            }
            (Shape::Templates, NodeKind::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, Shape::Template, &join(path, &index.to_string()), kind);
                }
            }
            (Shape::Choice(choices), NodeKind::Text(text)) => self.choice(node, path, text, choices),
            (Shape::Choices(choices), NodeKind::List(items)) => {
                for item in items {
                    match &item.kind {
                        NodeKind::Text(text) => self.choice(item, path, text, choices),
                        _ => self.wrong(item, path, "a list of texts", "Put each in quotes."),
                    }
                }
            }
            (Shape::Texts, NodeKind::List(items)) => {
                for item in items
                    .iter()
                    .filter(|item| !matches!(item.kind, NodeKind::Text(_)))
                {
                    self.wrong(item, path, "a list of texts", "Put each in quotes.");
                }
            }
            (Shape::Statuses, NodeKind::List(items)) => {
                for item in items {
                    if !matches!(item.kind, NodeKind::Whole(100..=599)) {
                        self.wrong(
                            item,
                            path,
                            "a list of HTTP statuses",
                            "Write them as numbers from 100 to 599.",
                        );
                    }
                }
            }
            (Shape::Scalars, NodeKind::List(items)) => {
                for item in items {
                    if matches!(item.kind, NodeKind::List(_) | NodeKind::Table(_) | NodeKind::Date) {
                        self.wrong(
                            item,
                            path,
                            "a list of single values",
                            "Use texts, numbers, true or false.",
                        );
                    }
                }
            }
            (Shape::TextMap, NodeKind::Table(entries)) => {
                for (name, _, value) in entries {
                    self.value(value, Shape::Text, &join(path, name), kind);
                }
            }
            (Shape::TemplateMap, NodeKind::Table(entries)) => {
                for (name, _, value) in entries {
                    self.value(value, Shape::Template, &join(path, name), kind);
                }
            }
            (Shape::TemplateTree, _) => self.tree(node, path),
            (Shape::Table(fields), _) => self.table(node, fields, path, kind),
            (Shape::Tables(fields), NodeKind::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.table(item, fields, &join(path, &index.to_string()), kind);
                }
            }
            (Shape::Named(fields), NodeKind::Table(entries)) => {
                for (name, _, value) in entries {
                    self.table(value, fields, &join(path, name), kind);
                }
            }
            (Shape::Auth, _) => {
                if node.get("kind").is_some() || shape_auth::KINDS.contains(&kind) {
                    let known = shape_auth::KINDS.contains(&kind);
                    // With a kind that does not exist, only that is said, not what follows from it.
                    self.table(
                        node,
                        if known {
                            shape_auth::auth(kind)
                        } else {
                            shape_auth::OAUTH2
                        },
                        path,
                        kind,
                    );
                }
            }
            _ => {
                let expected = expected(shape);
                self.wrong(node, path, expected, format!("Write {expected} here."));
            }
        }
    }

    fn tree(&mut self, node: &Node, path: &str) {
        match &node.kind {
            NodeKind::Text(_) => self.value(node, Shape::Template, path, ""),
            NodeKind::List(items) => items.iter().for_each(|item| self.tree(item, path)),
            NodeKind::Table(entries) => {
                for (name, _, value) in entries {
                    self.tree(value, &join(path, name));
                }
            }
            NodeKind::Date => self.wrong(
                node,
                path,
                "a text, a number, true or false",
                "Put the date in quotes.",
            ),
            _ => {}
        }
    }

    fn choice(&mut self, node: &Node, path: &str, text: &str, choices: &[&str]) {
        if !choices.contains(&text) {
            let all = choices.join(", ");
            let fix = nearest(text, choices).map_or_else(
                || format!("Use one of: {all}."),
                |near| format!("Did you mean \"{near}\"? It may be: {all}."),
            );
            self.say(path, node.at, format!("\"{path}\" cannot be \"{text}\"."), fix);
        }
    }

    fn template(&mut self, node: &Node, path: &str, reason: &str) {
        self.say(
            path,
            node.at,
            format!("\"{path}\" is not a template: {reason}."),
            "See \"Templates\" in the format's reference. A literal \"${\" is written \"$${\".",
        );
    }

    fn wrong(&mut self, node: &Node, path: &str, expected: &str, fix: impl Into<String>) {
        self.say(path, node.at, format!("\"{path}\" must be {expected}."), fix);
    }
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Choice(_) => "a text",
        Shape::Template => "a text (a template)",
        Shape::Url => "a URL (a template)",
        Shape::Bool => "true or false",
        Shape::Whole => "a whole number, 0 or more",
        Shape::Texts | Shape::Choices(_) => "a list of texts",
        Shape::Urls => "a list of URLs (templates)",
        Shape::Templates => "a list of texts (templates)",
        Shape::Statuses => "a list of HTTP statuses",
        Shape::Scalars => "a list of single values",
        Shape::Tables(_) => "a list of tables",
        Shape::Any | Shape::TemplateTree => "a value",
        Shape::TextMap | Shape::TemplateMap | Shape::Table(_) | Shape::Named(_) | Shape::Auth => "a table",
    }
}

/// A path with one more key, quoted where it has a dot.
pub(crate) fn join(path: &str, name: &str) -> String {
    let name = if name.contains('.') {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    };
    if path.is_empty() {
        name
    } else {
        format!("{path}.{name}")
    }
}
