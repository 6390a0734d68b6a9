//! Lists as a person filters them: the language of filters, groups, pages, and an index that follows every change.

use patchbay_store::{ConnectionQuery, Grouping, Integration, StoredHealth};

use crate::support::{Place, commit, connect, integration, tenant};

fn filter(text: &str) -> ConnectionQuery {
    ConnectionQuery {
        filter: text.to_owned(),
        ..ConnectionQuery::default()
    }
}

fn names(store: &patchbay_store::Store, query: &ConnectionQuery) -> String {
    let page = store.connections_list(query, 0, 100).unwrap();
    assert_eq!(page.total as usize, page.rows.len());
    let names: Vec<&str> = page.rows.iter().map(|row| row.connection.name.as_str()).collect();
    names.join("|")
}

#[test]
fn every_field_of_a_filter() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let (crm, mail) = (integration(&store, "crm"), integration(&store, "mail"));
    let acme = store.tenant_upsert("acme", Some("ACME Größe"), 1).unwrap();
    let alpha = store
        .connect_commit(&commit(&crm, &acme, "Alpha \"50%\" Öl"), 1)
        .unwrap();
    let mut plain = commit(&mail, &tenant(&store), "Beta one");
    (plain.variant, plain.option) = (None, Some("apiKey".to_owned()));
    plain.overrides = patchbay_connector::Patch::default();
    let beta = store.connect_commit(&plain, 2).unwrap();
    store.set_key(&beta.id, Some("beta-key"), 3).unwrap();
    let gamma = store.connect_commit(&commit(&crm, &acme, "Gamma"), 4).unwrap();
    store
        .set_health(
            &gamma.id,
            &StoredHealth::NeedsReconnect {
                cause: "revoked".into(),
            },
            5,
        )
        .unwrap();
    let delta = store.connect_commit(&commit(&mail, &acme, "Delta"), 6).unwrap();
    let delayed = StoredHealth::RefreshDelayed {
        until: 9,
        cause: "503".into(),
    };
    store.set_health(&delta.id, &delayed, 7).unwrap();
    let old = store.connect_commit(&commit(&mail, &acme, "Old"), 8).unwrap();
    store.archive(&old.id, 9).unwrap();

    for (text, expected) in [
        ("", "Delta|Gamma|Beta one|Alpha \"50%\" Öl"),
        ("ÖL", "Alpha \"50%\" Öl"),
        ("größe crm", "Gamma|Alpha \"50%\" Öl"),
        ("a -gamma -beta", "Delta|Alpha \"50%\" Öl"),
        ("\"beta one\"", "Beta one"),
        ("\"one beta\"", ""),
        ("name:acme", ""),
        ("tenant:acme name:a", "Delta|Gamma|Alpha \"50%\" Öl"),
        ("integration:crm", "Gamma|Alpha \"50%\" Öl"),
        ("integration:\"integration mail\"", "Delta|Beta one"),
        ("key:beta", "Beta one"),
        ("env:sand", "Delta|Gamma|Alpha \"50%\" Öl"),
        ("-variant:sandbox", "Beta one"),
        ("option:apikey", "Beta one"),
        ("override:none", "Beta one"),
        ("override:any -crm", "Delta"),
        ("is:connected", "Delta|Beta one|Alpha \"50%\" Öl"),
        ("is:failing", "Gamma"),
        ("needs:rec", "Gamma"),
        ("needs:attention", "Delta|Gamma"),
        ("is:archived", "Old"),
        ("is:nonsense", ""),
        ("env:", "Delta|Gamma|Beta one|Alpha \"50%\" Öl"),
        ("colour:red", ""),
        ("variant", ""),
        (&beta.id, "Beta one"),
    ] {
        assert_eq!(names(&store, &filter(text)), expected, "{text}");
    }
    let all = ConnectionQuery {
        include_archived: true,
        ..filter("mail -is:archived")
    };
    assert_eq!(names(&store, &all), "Delta|Beta one");
    let of = ConnectionQuery {
        integration_id: Some(crm.id),
        tenant_id: Some(acme.id),
        ..filter("alpha")
    };
    assert_eq!(names(&store, &of), "Alpha \"50%\" Öl");
    assert_eq!(
        names(
            &store,
            &ConnectionQuery {
                search: Some("a ga".into()),
                ..filter("")
            }
        ),
        ""
    );
    let (ids, total) = store.connections_list_ids(&filter("a -beta"), 2).unwrap();
    assert_eq!((ids, total), (vec![delta.id.clone(), gamma.id.clone()], 3));

    // The index follows what changes, whoever is renamed.
    store.rename(&alpha.id, "Omega", 10).unwrap();
    store.tenant_upsert("acme", Some("Umbrella"), 10).unwrap();
    store
        .integration_update(
            &Integration {
                name: "Post".into(),
                ..mail
            },
            11,
        )
        .unwrap();
    store.set_health(&gamma.id, &StoredHealth::Working, 12).unwrap();
    store.restore(&old.id, 13).unwrap();
    assert_eq!(names(&store, &filter("alpha")), "");
    assert_eq!(names(&store, &filter("umbrella")), "Old|Delta|Gamma|Omega");
    assert_eq!(names(&store, &filter("post")), "Old|Delta|Beta one");
    assert_eq!(names(&store, &filter("needs:reconnect")), "");
    connect(&store, "Newest");
    assert_eq!(names(&store, &filter("name:newest")), "Newest");
}

#[test]
fn groups_follow_their_titles_and_pages_cut_through_them() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let (zebra, apple) = (integration(&store, "apple"), integration(&store, "zebra"));
    // Titles, not keys, say the order; and not their case.
    store
        .integration_update(
            &Integration {
                name: "zebra".into(),
                ..zebra.clone()
            },
            2,
        )
        .unwrap();
    store
        .integration_update(
            &Integration {
                name: "Apple".into(),
                ..apple.clone()
            },
            2,
        )
        .unwrap();
    for n in 0..6 {
        let through = if n % 3 == 0 { &zebra } else { &apple };
        let mut commit = commit(through, &tenant(&store), &format!("c{n}"));
        commit.variant = (n < 2).then(|| "eu".to_owned());
        store.connect_commit(&commit, 3).unwrap();
    }
    let grouped = |by| ConnectionQuery {
        group: Some(by),
        ..filter("c")
    };
    let shown = |query: &ConnectionQuery| -> Vec<(String, String, u32)> {
        let groups = store.connections_list(query, 0, 1).unwrap().groups;
        groups
            .into_iter()
            .map(|group| (group.key, group.title, group.count))
            .collect()
    };
    let by = grouped(Grouping::Integration);
    assert_eq!(names(&store, &by), "c5|c4|c2|c1|c3|c0");
    let expected = [("zebra", "Apple", 4), ("apple", "zebra", 2)];
    assert_eq!(
        shown(&by),
        expected.map(|(key, title, count)| (key.into(), title.into(), count))
    );
    let page = store.connections_list(&by, 3, 2).unwrap();
    let cut: Vec<&str> = page.rows.iter().map(|row| row.connection.name.as_str()).collect();
    assert_eq!((cut, page.total), (vec!["c1", "c3"], 6));
    let by = grouped(Grouping::Variant);
    assert_eq!(
        names(&store, &by),
        "c1|c0|c5|c4|c3|c2",
        "what has no variant comes last"
    );
    let expected = [("eu", "eu", 2), ("", "No variant", 4)];
    assert_eq!(
        shown(&by),
        expected.map(|(key, title, count)| (key.into(), title.into(), count))
    );
    assert_eq!(
        shown(&grouped(Grouping::Tenant)),
        [("test".into(), "test".into(), 6)]
    );
    assert_eq!(
        shown(&ConnectionQuery {
            group: Some(Grouping::Tenant),
            ..filter("none")
        }),
        []
    );
}

#[test]
fn a_locked_vault_lists_and_filters() {
    let place = Place::new();
    let (folder, store) = place.open();
    connect(&store, "One");
    connect(&store, "Two");
    drop((store, folder));
    let (_folder, store) = place.closed();
    assert_eq!(names(&store, &filter("two env:sandbox")), "Two");
    assert_eq!(names(&store, &filter("")), "Two|One");
}
