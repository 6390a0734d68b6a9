//! Looking for planted secrets in what is left behind: raw, base64, hex and percent-encoded.

use std::path::Path;

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Secrets with a name each, in every form in which they are looked for.
#[derive(Default)]
pub(crate) struct Planted(Vec<(String, Vec<Form>)>);

/// What an encoding is called, and how the secret looks in it.
type Form = (&'static str, Vec<u8>);

impl Planted {
    /// Looks for this one too. At least 16 bytes, so that it is not found by chance.
    pub(crate) fn add(&mut self, name: &str, secret: &str) {
        assert!(secret.len() >= 16, "{name} is too short to be looked for");
        self.0.push((name.to_owned(), forms(secret)));
    }

    /// Names and forms of the secrets that these bytes hold.
    pub(crate) fn found_in(&self, bytes: &[u8]) -> Vec<String> {
        let all = self
            .0
            .iter()
            .flat_map(|(name, forms)| forms.iter().map(move |form| (name, form)));
        all.filter(|(_, (_, needle))| contains(bytes, needle))
            .map(|(name, (form, _))| format!("{name}, {form}"))
            .collect()
    }

    /// Every file below a folder that holds one, and how many files were read.
    pub(crate) fn found_below(&self, folder: &Path) -> (Vec<String>, usize) {
        let (mut found, mut read) = (Vec::new(), 0);
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                let (below, files) = self.found_below(&path);
                found.extend(below);
                read += files;
            } else if let Ok(bytes) = std::fs::read(&path) {
                read += 1;
                let here = self.found_in(&bytes);
                found.extend(here.into_iter().map(|what| format!("{}: {what}", path.display())));
                let name = self.found_in(path.file_name().unwrap().as_encoded_bytes());
                found.extend(
                    name.into_iter()
                        .map(|what| format!("the name {}: {what}", path.display())),
                );
            }
        }
        (found, read)
    }
}

fn forms(secret: &str) -> Vec<Form> {
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let json = serde_json::to_string(secret).unwrap();
    let mut forms = vec![
        ("raw", secret.to_owned()),
        ("in JSON", json[1..json.len() - 1].to_owned()),
        ("percent-encoded", percent.clone()),
        ("percent-encoded in lower case", lower_percent(&percent)),
        ("as a form", form),
        ("hex", hex::encode(secret)),
        ("upper hex", hex::encode_upper(secret)),
    ];
    for before in 0..3 {
        // What stands before and after is unknown: only digits that depend on the secret alone are looked for.
        let bytes = [vec![0; before], secret.as_bytes().to_vec()].concat();
        let whole = bytes.len() / 3 * 3;
        let skip = if before == 0 { 0 } else { 4 };
        forms.push((
            "base64",
            BASE64_STANDARD_NO_PAD.encode(&bytes[..whole])[skip..].to_owned(),
        ));
        forms.push((
            "base64url",
            BASE64_URL_SAFE_NO_PAD.encode(&bytes[..whole])[skip..].to_owned(),
        ));
    }
    forms
        .into_iter()
        .map(|(form, text)| (form, text.into_bytes()))
        .collect()
}

/// The same with the two digits of each `%XX` in lower case.
fn lower_percent(text: &str) -> String {
    let mut parts = text.split('%');
    let mut lower = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        lower.extend(["%", &digits.to_ascii_lowercase(), rest]);
    }
    lower
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return false };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        if rest[at..].starts_with(needle) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}
