//! Reading an export: its spec, wherever it stands, and the functions beside it.

use serde_json::{Map, Value};

/// The files that one import may have, and the bytes of each; more is not a connector.
const MOST_FILES: usize = 500;
const MOST_BYTES: usize = 1024 * 1024;

/// Why nothing could be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Neither JSON nor YAML.
    #[error("{file} is neither JSON nor YAML: {why}. Export the connector again, or name its spec file.")]
    Malformed {
        /// The file.
        file: String,
        /// The parser's words.
        why: String,
    },
    /// No document that describes a connector.
    #[error(
        "There is no connector here: none of the files has an \"auth\" part or a connector \"type\". Name the exported JSON or YAML file, or the folder that holds spec.yml."
    )]
    NoConnector,
    /// A sign-in that only Membrane's own service can do.
    #[error(
        "This connector signs in by \"{0}\", which only Membrane's own service can do. Write a connector file for the provider instead."
    )]
    Foreign(String),
    /// Too much.
    #[error("This is more than a connector: {0}. Name the folder that holds spec.yml.")]
    TooLarge(String),
}

/// A connector export, brought to one form.
pub(super) struct Export {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) docs: String,
    /// The part that says how to sign in: `auth` of older exports, the whole of newer ones.
    pub(super) auth: Map<String, Value>,
    files: Vec<(String, String)>,
}

/// A function of the export.
pub(super) enum Function {
    /// A mapping: data with formulas.
    Mapping(Value),
    /// A request described as data.
    Request(Value),
    /// Anything that would have to be run.
    Code(String),
}

impl Export {
    pub(super) fn read(files: &[(String, String)]) -> Result<Self, ImportError> {
        if files.len() > MOST_FILES {
            return Err(ImportError::TooLarge(format!("{} files", files.len())));
        }
        if let Some((name, _)) = files.iter().find(|(_, text)| text.len() > MOST_BYTES) {
            return Err(ImportError::TooLarge(format!("{name} is larger than 1 MiB")));
        }
        let looks = |name: &str| {
            let stem = stem(name);
            stem == "spec" || files.len() == 1
        };
        // The spec first; else whichever document describes a connector.
        let mut order: Vec<&(String, String)> = files.iter().filter(|(name, _)| is_data(name)).collect();
        order.sort_by_key(|(name, _)| (!looks(name), name.matches('/').count()));
        let mut first_error = None;
        for (name, text) in order {
            let value = match parse(name, text) {
                Ok(value) => value,
                Err(error) => {
                    first_error.get_or_insert(error);
                    continue;
                }
            };
            if let Some(export) = Self::of(&value, files) {
                return Ok(export);
            }
        }
        Err(first_error.unwrap_or(ImportError::NoConnector))
    }

    fn of(value: &Value, files: &[(String, String)]) -> Option<Self> {
        // Some exports wrap the record, some hold its version's data beside it.
        let root = ["connector", "spec", "data"]
            .into_iter()
            .find_map(|part| value.get(part).filter(|inner| inner.is_object()))
            .unwrap_or(value)
            .as_object()?;
        let text = |name: &str| {
            [root, value.as_object()?]
                .into_iter()
                .find_map(|map| map.get(name).and_then(Value::as_str))
                .map(str::to_owned)
        };
        let auth = match root.get("auth") {
            Some(Value::Object(auth)) => auth.clone(),
            _ if root.get("type").is_some_and(Value::is_string) || has_options(root) => root.clone(),
            _ => return None,
        };
        let name = text("name")
            .or_else(|| text("key"))
            .unwrap_or_else(|| "Imported".to_owned());
        let key = slug(&text("key").unwrap_or_else(|| name.clone()));
        Some(Self {
            key: if key.is_empty() {
                "imported".to_owned()
            } else {
                key
            },
            name,
            docs: text("appDocsUri")
                .or_else(|| text("helpUri"))
                .or_else(|| auth.get("ui")?.get("helpUri")?.as_str().map(str::to_owned))
                .filter(|docs| docs.starts_with("https://"))
                .unwrap_or_default(),
            auth,
            files: files.to_vec(),
        })
    }

    /// A function, by its name in `part` (the sign-in itself, or one of its options).
    pub(super) fn function(&self, part: &Map<String, Value>, name: &str) -> Option<Function> {
        let spec = part.get(name)?;
        let word = |key: &str| spec.get(key).and_then(Value::as_str);
        let kind =
            word("type")
                .or_else(|| word("implementationType"))
                .unwrap_or(if spec.get("code").is_some() {
                    "javascript"
                } else {
                    "mapping"
                });
        match kind {
            "mapping" => Some(Function::Mapping(match spec.get("mapping") {
                Some(mapping) => mapping.clone(),
                None => self.beside(name, word("filePath"))?,
            })),
            "rest-api-mapping" | "operation-mapping" => {
                let mapping = spec.get("mapping").cloned();
                Some(
                    mapping
                        .or_else(|| self.beside(name, word("filePath")))
                        .map_or_else(|| Function::Code(kind.to_owned()), Function::Request),
                )
            }
            other => Some(Function::Code(other.to_owned())),
        }
    }

    /// A mapping in a file of its own: the named one, or the one that is called after the function.
    fn beside(&self, function: &str, path: Option<&str>) -> Option<Value> {
        let kebab = kebab(function);
        let short = kebab.strip_prefix("get-").unwrap_or(&kebab).to_owned();
        let named = |name: &str| {
            if let Some(path) = path {
                return name.ends_with(path.trim_start_matches("./"));
            }
            let stem = stem(name).replace("o-auth", "oauth");
            let stem = stem.split('.').next().unwrap_or_default();
            stem == kebab || stem == short
        };
        self.files
            .iter()
            .filter(|(name, _)| is_data(name))
            .find(|(name, _)| named(name))
            .and_then(|(name, text)| parse(name, text).ok())
    }
}

/// Whether a document's options sign in, for want of a way of its own.
fn has_options(root: &Map<String, Value>) -> bool {
    let options = root.get("options").and_then(Value::as_object);
    options.is_some_and(|options| {
        options
            .values()
            .any(|option| option.get("type").is_some_and(Value::is_string))
    })
}

fn is_data(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".yml", ".yaml", ".json"].iter().any(|end| name.ends_with(end))
}

fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    file.rsplit_once('.')
        .map_or(file, |(stem, _)| stem)
        .to_ascii_lowercase()
}

fn parse(file: &str, text: &str) -> Result<Value, ImportError> {
    let malformed = |why: String| ImportError::Malformed {
        file: file.to_owned(),
        why: why.lines().next().unwrap_or_default().to_owned(),
    };
    let text = text.trim_start_matches('\u{feff}');
    if file.to_ascii_lowercase().ends_with(".json") {
        serde_json::from_str(text).map_err(|error| malformed(error.to_string()))
    } else {
        serde_saphyr::from_str(text).map_err(|error| malformed(error.to_string()))
    }
}

/// `getOAuthConfig` → `get-o-auth-config`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(c.to_ascii_lowercase());
    }
    kebab.replace("o-auth", "oauth")
}

/// A connector's key or a variant's name out of any text.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(64);
    slug.trim_end_matches('-').to_owned()
}
