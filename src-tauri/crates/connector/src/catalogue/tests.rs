use super::*;

fn builtin() -> Catalogue {
    Catalogue::builtin().0
}

#[test]
fn every_file_of_ours_loads_and_is_named_after_its_key() {
    let (catalogue, findings) = Catalogue::builtin();
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(catalogue.list().len(), FILES.len());
    for (name, text) in FILES {
        let connector = Connector::parse(text).unwrap();
        assert_eq!(*name, format!("{}.toml", connector.key()));
    }
}

#[test]
fn no_file_of_ours_has_a_warning() {
    for (name, text) in FILES {
        // openid signs in at any issuer, so nothing says what its calls carry.
        if *name != "openid.toml" {
            assert_eq!(Connector::check(text), [], "{name}");
        }
    }
}

fn stripe(version: &str) -> String {
    let text = builtin().get("stripe").unwrap().text().to_owned();
    text.replace("version = \"1.0.0\"", &format!("version = \"{version}\""))
}

#[test]
fn own_files_come_first_and_newer_versions_win() {
    let files = [
        ("a.toml".to_owned(), stripe("1.10.0")),
        ("b.toml".to_owned(), stripe("1.9.0")),
        ("c.toml".to_owned(), "x".to_owned()),
    ];
    let count = builtin().list().len();
    let (catalogue, findings) = builtin().with_files(&files);
    assert_eq!(catalogue.get("stripe").unwrap().version(), "1.10.0");
    assert!(catalogue.is_own("stripe") && !catalogue.is_own("slack"));
    assert_eq!(catalogue.list().len(), count);
    let numbers: Vec<_> = catalogue
        .versions("stripe")
        .iter()
        .map(|version| (version.number.to_owned(), version.file.map(str::to_owned)))
        .collect();
    assert_eq!(
        numbers,
        [
            ("1.10.0".to_owned(), Some("a.toml".to_owned())),
            ("1.9.0".to_owned(), Some("b.toml".to_owned())),
            ("1.0.0".to_owned(), None)
        ]
    );
    let of = |file: &str| &findings.iter().find(|(name, _)| name == file).unwrap().1;
    assert!(of("a.toml")[0].warning);
    assert_eq!(of("c.toml")[0].line, Some(1));
}

#[test]
fn an_own_file_replaces_the_version_of_its_number_and_leaves_the_others() {
    let own = stripe("1.0.0").replace("name = \"Stripe\"", "name = \"Ours\"");
    let (catalogue, _) = builtin().with_files(&[("a.toml".to_owned(), own.clone())]);
    assert_eq!(catalogue.version("stripe", "1.0.0").unwrap().name(), "Ours");
    assert_eq!(catalogue.versions("stripe").len(), 1);
    // Two files of one version: the later name counts, and says so.
    let (catalogue, findings) =
        builtin().with_files(&[("a.toml".to_owned(), own), ("b.toml".to_owned(), stripe("1.0.0"))]);
    assert_eq!(catalogue.get("stripe").unwrap().name(), "Stripe");
    assert!(findings[1].1[0].message.contains("a.toml"), "{findings:?}");
    // An older one of the developer's own is what they want, until they take it away.
    let (catalogue, _) = builtin().with_files(&[("a.toml".to_owned(), stripe("0.9.0"))]);
    assert_eq!(catalogue.get("stripe").unwrap().version(), "0.9.0");
    assert!(catalogue.version("stripe", "1.0.0").is_some());
}

#[test]
fn an_upgrade_is_a_newer_version_or_the_developers_own() {
    let number = |catalogue: &Catalogue, from: &str| {
        catalogue
            .upgrade("stripe", from)
            .map(|found| found.version().to_owned())
    };
    assert_eq!(number(&builtin(), "1.0.0"), None);
    assert_eq!(number(&builtin(), "0.9.0").as_deref(), Some("1.0.0"));
    let (own, _) = builtin().with_files(&[("a.toml".to_owned(), stripe("1.10.0"))]);
    assert_eq!(number(&own, "1.9.0").as_deref(), Some("1.10.0"));
    assert_eq!(number(&own, "1.10.0"), None);
    let (older, _) = builtin().with_files(&[("a.toml".to_owned(), stripe("0.9.0"))]);
    assert_eq!(number(&older, "1.0.0").as_deref(), Some("0.9.0"));
    assert_eq!(builtin().upgrade("nothing", "1.0.0").map(Connector::key), None);
}

#[test]
fn search_finds_what_was_meant() {
    let catalogue = builtin();
    let keys = |text: &str| -> Vec<String> {
        let found = catalogue.search(text);
        found.iter().map(|connector| connector.key().to_owned()).collect()
    };
    for (typed, key) in [
        ("stripe", "stripe"),
        ("Slack", "slack"),
        ("git hub", "github"),
        ("salesf", "salesforce"),
        ("google dr", "google-drive"),
        ("sharepiont", "sharepoint"),
        ("salesfroce", "salesforce"),
        ("strpe", "stripe"),
        ("slck", "slack"),
        ("  GitHub ", "github"),
    ] {
        assert_eq!(keys(typed).first().map(String::as_str), Some(key), "{typed}");
    }
    assert_eq!(keys("xqzzkw"), Vec::<String>::new());
    assert_eq!(keys("").len(), catalogue.list().len());
    assert_eq!(keys(" - ").len(), catalogue.list().len());
}
