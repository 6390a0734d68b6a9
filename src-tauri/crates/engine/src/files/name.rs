//! Names of files and folders: readable, the same every time, and safe on every file system.

use sha2::{Digest as _, Sha256};

/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
/// Longer ones are cut.
const LONGEST: usize = 60;

/// Lower-case letters, digits, dots, dashes and underscores; whatever else there is becomes a dash.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_matches(['-', '.']);
    let stem = slug
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end_matches(|c: char| c.is_ascii_digit());
    match slug {
        "" => "unnamed".to_owned(),
        _ if DEVICES.contains(&stem) => format!("{slug}-"),
        _ => slug.to_owned(),
    }
}

/// The slugs of several texts. Those that would be the same get a part of their text's hash, so that none depends on the
/// order.
pub(super) fn slugs<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let texts: Vec<&str> = texts.into_iter().collect();
    let plain: Vec<String> = texts.iter().map(|text| slug(text)).collect();
    texts
        .iter()
        .zip(&plain)
        .map(|(text, own)| {
            let alone = texts
                .iter()
                .zip(&plain)
                .all(|(other, slug)| slug != own || other == text);
            if alone {
                return own.clone();
            }
            let hash = hex::encode(Sha256::digest(text.as_bytes()));
            format!("{own}-{}", &hash[..8])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_everywhere() {
        for (text, expected) in [
            ("Acme Inc", "acme-inc"),
            ("../../etc/passwd", "etc-passwd"),
            ("..", "unnamed"),
            ("é", "unnamed"),
            ("C:\\x", "c-x"),
            ("NUL", "nul-"),
            ("com1.json", "com1.json-"),
            ("console", "console"),
            (".hidden", "hidden"),
            ("a\0b\n", "a-b"),
        ] {
            assert_eq!(slug(text), expected, "{text:?}");
        }
        assert!(slug(&"x".repeat(500)).len() <= LONGEST);
    }

    #[test]
    fn those_alike_differ_whatever_their_order() {
        let one = slugs(["a b", "a-b", "c"]);
        let other = slugs(["c", "a-b", "a b"]);
        assert_eq!((&one[0], &one[1], &one[2]), (&other[2], &other[1], &other[0]));
        assert!(one[0] != one[1] && one[2] == "c");
    }
}
