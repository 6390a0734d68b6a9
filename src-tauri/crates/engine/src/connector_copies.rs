//! A connector's file as a copy of one's own: the same text under another key, in the data folder.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use patchbay_connector::Connector;

use crate::{Code, Engine, Error};

/// The longest key (design section 6).
const LONGEST_KEY: usize = 64;

impl Engine {
    /// Writes a connector's text under a new key into the data folder's connectors, and loads it. Gives the key and the
    /// file. Without a key, the first free of `my-<key>`, `my-<key>-2` and so on.
    ///
    /// # Errors
    /// There is no such connector, the key is none or taken, a file of that name is there, or it cannot be written.
    pub async fn copy_connector(&self, key: &str, new_key: Option<&str>) -> Result<(String, PathBuf), Error> {
        let catalogue = self.catalogue();
        let original = catalogue.get(key).ok_or_else(|| self.no_connector(key))?;
        let folder = self.0.catalogues.folders().swap_remove(0);
        let free = |key: &str| catalogue.get(key).is_none() && !folder.join(file_name(key)).exists();
        let new_key = match new_key {
            Some(wanted) if catalogue.get(wanted).is_some() => {
                return Err(Error::new(
                    Code::AlreadyExists,
                    format!("There is a connector “{wanted}” already."),
                )
                .at("newKey")
                .next("Choose another key."));
            }
            Some(wanted) => wanted.to_owned(),
            None => free_key(key, free),
        };
        let text = under_key(original.text(), &new_key).ok_or_else(|| {
            Error::new(
                Code::InvalidRequest,
                format!("“{new_key}” cannot be a connector's key."),
            )
            .at("newKey")
            .next(
                "Use 1 to 64 lower-case letters, digits and hyphens, beginning with a letter or digit, such as my-crm.",
            )
        })?;
        let path = folder.join(file_name(&new_key));
        let (engine, file) = (self.clone(), path.clone());
        tokio::task::spawn_blocking(move || {
            write_new(&file, &text)?;
            engine.reload_connectors();
            Ok::<_, Error>(())
        })
        .await
        .map_err(Error::internal)??;
        Ok((new_key, path))
    }
}

fn file_name(key: &str) -> String {
    format!("{key}.toml")
}

/// The first of `my-<key>`, `my-<key>-2` … that is free.
fn free_key(key: &str, free: impl Fn(&str) -> bool) -> String {
    let numbered = |number: u32| {
        let end = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let room = LONGEST_KEY - end.len();
        let begin: String = format!("my-{key}").chars().take(room).collect();
        format!("{}{end}", begin.trim_end_matches('-'))
    };
    // A folder holds no more files than this; where all of them are taken, the last is refused in words.
    (1..=1000)
        .map(numbered)
        .find(|key| free(key))
        .unwrap_or_else(|| numbered(1))
}

/// The text with another key; all else, comments too, stays as it is. `None` where the key is none.
fn under_key(text: &str, key: &str) -> Option<String> {
    let mut replaced = false;
    let lines: Vec<String> = text
        .split_inclusive('\n')
        .map(|line| {
            let names_key = line.split_once('=').is_some_and(|(name, _)| name.trim() == "key");
            // The first is the connector's own: tables, which may have keys too, come after it.
            if names_key && !replaced {
                replaced = true;
                let end = &line[line.trim_end_matches(['\r', '\n']).len()..];
                return format!("key = \"{key}\"{end}");
            }
            line.to_owned()
        })
        .collect();
    let text = lines.concat();
    Connector::parse(&text)
        .is_ok_and(|copy| copy.key() == key)
        .then_some(text)
}

/// Never over a file that is there.
fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Error::new(
            Code::AlreadyExists,
            format!(
                "There is a file {} already; it was left as it is.",
                path.display()
            ),
        )
        .at("newKey")
        .next("Choose another key, or move that file away."),
        _ => Error::new(
            Code::Internal,
            format!("The copy {} could not be written: {error}.", path.display()),
        )
        .next("Check that the data folder can be written and has room."),
    })
}

#[cfg(test)]
mod tests {
    use patchbay_connector::Catalogue;

    use super::*;

    #[test]
    fn every_built_in_connector_can_be_copied_and_only_its_key_differs() {
        for (file, text) in Catalogue::builtin_files() {
            let copy = under_key(text, "my-copy").unwrap_or_else(|| panic!("{file}"));
            let differing = text.lines().zip(copy.lines()).filter(|(a, b)| a != b).count();
            assert_eq!(
                (differing, text.lines().count()),
                (1, copy.lines().count()),
                "{file}"
            );
        }
    }

    #[test]
    fn a_key_that_is_none_gives_nothing() {
        let text = Catalogue::builtin_files()[0].1;
        for key in [
            "",
            "Upper",
            "a b",
            "-a",
            "x\"\nname = \"y",
            "0123456789abcdef01234567",
        ] {
            assert!(under_key(text, key).is_none(), "{key}");
        }
    }

    #[test]
    fn the_first_free_key_is_taken_and_never_too_long() {
        assert_eq!(free_key("slack", |_| true), "my-slack");
        assert_eq!(free_key("slack", |key| key.ends_with("-3")), "my-slack-3");
        let long = free_key(&"a".repeat(64), |key| key.ends_with("-10"));
        assert_eq!(long.len(), 64);
    }
}
