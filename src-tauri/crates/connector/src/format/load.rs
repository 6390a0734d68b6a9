//! From a file's text to its documents, one for each option in each variant, or to every problem with its line.

use std::sync::Arc;

use serde_json::Value;

use super::{
    Document,
    check::{self, Finding},
    conform::Conform,
    expand::expand,
    read::{Node, place, read},
    top,
};
use crate::FileProblem;

/// A file that has been read.
pub(crate) struct File {
    pub(crate) root: Value,
    /// Option and variant (each possibly none) with its document; none and none first.
    pub(crate) documents: Vec<(Option<String>, Option<String>, Arc<Document>)>,
    /// What does not keep it from loading.
    pub(crate) warnings: Vec<FileProblem>,
}

/// Reads a file.
pub(crate) fn load(text: &str) -> Result<File, Vec<FileProblem>> {
    let node = read(text)?;
    let root = node.value();
    let mut conform = Conform::new(text);
    conform.root(&node);
    let mut problems = conform.problems;
    for finding in top::check_top(&root) {
        problems.push(at_line(text, &node, finding, None, None));
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| (problem.line, problem.column));
        return Err(problems);
    }
    let order = param_order(&node);
    let mut documents = Vec::new();
    for (option, variant) in combinations(&root) {
        match expand(&root, option.as_deref(), variant.as_deref()) {
            Ok(mut document) => {
                document
                    .params
                    .sort_by_cached_key(|name, _| order.iter().position(|known| known == name));
                for finding in check::check(&document) {
                    let problem = at_line(text, &node, finding, option.as_deref(), variant.as_deref());
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                }
                documents.push((option, variant, Arc::new(document)));
            }
            Err(message) => {
                let finding = Finding {
                    path: String::new(),
                    message,
                    fix: String::new(),
                    warning: false,
                };
                problems.push(at_line(
                    text,
                    &node,
                    finding,
                    option.as_deref(),
                    variant.as_deref(),
                ));
            }
        }
    }
    problems.sort_by_key(|problem| (problem.line, problem.column));
    if problems.iter().any(|problem| !problem.warning) {
        return Err(problems);
    }
    Ok(File {
        root,
        documents,
        warnings: problems,
    })
}

/// Every option in every variant, "none" first.
fn combinations(root: &Value) -> Vec<(Option<String>, Option<String>)> {
    let names = |part: &str| {
        let known = root.get(part).and_then(Value::as_object);
        let mut names = vec![None];
        names.extend(known.into_iter().flat_map(|map| map.keys().cloned().map(Some)));
        names
    };
    let variants = names("variants");
    names("options")
        .into_iter()
        .flat_map(|option| {
            variants
                .iter()
                .map(move |variant| (option.clone(), variant.clone()))
        })
        .collect()
}

/// Parameter names in the order of the file, which is the order of a form.
fn param_order(node: &Node) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    let mut take = |node: Option<&Node>| {
        for name in node.map(Node::names).unwrap_or_default() {
            if !order.iter().any(|known| known == name) {
                order.push(name.to_owned());
            }
        }
    };
    take(node.get("params"));
    for part in ["options", "variants"] {
        let group = node.get(part);
        for name in group.map(Node::names).unwrap_or_default() {
            take(group.and_then(|group| group.get(name)?.get("params")));
        }
    }
    order
}

/// A finding at its line: in the patch that it comes from if that has the key, else where the document has it, else at
/// the nearest part above it that exists.
fn at_line(
    text: &str,
    node: &Node,
    finding: Finding,
    option: Option<&str>,
    variant: Option<&str>,
) -> FileProblem {
    let path: Vec<&str> = finding.path.split('.').filter(|part| !part.is_empty()).collect();
    let mut prefixes: Vec<Vec<&str>> = Vec::new();
    if let (Some(option), Some(variant)) = (option, variant) {
        prefixes.push(vec!["options", option, "variants", variant]);
    }
    if let Some(variant) = variant {
        prefixes.push(vec!["variants", variant]);
    }
    if let Some(option) = option {
        prefixes.push(vec!["options", option]);
    }
    prefixes.push(Vec::new());
    // The deepest match wins; of equal ones the document's own, as a patch is only named where it has the key.
    let mut best = (0, Vec::new(), node.at);
    for prefix in prefixes {
        let whole: Vec<&str> = prefix.iter().copied().chain(path.iter().copied()).collect();
        let (at, depth) = node.locate(&whole);
        let inside = depth.saturating_sub(prefix.len());
        if inside >= best.0
            && (depth >= prefix.len())
            && (inside > best.0 || prefix.is_empty() || best.1.is_empty())
            && (inside > best.0 || best.0 == 0)
        {
            best = (inside, prefix, at);
        }
    }
    let (line, column) = place(text, best.2);
    let full = best.1.iter().copied().chain(path).collect::<Vec<_>>().join(".");
    FileProblem {
        path: full,
        line: Some(line),
        column: Some(column),
        message: finding.message,
        fix: Some(finding.fix).filter(|fix| !fix.is_empty()),
        warning: finding.warning,
    }
}
