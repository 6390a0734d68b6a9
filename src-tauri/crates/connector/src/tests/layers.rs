use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{connector, effective, patch};
use crate::{Connector, Layer, Layers, ParamProblemCode, Patch, merge};

#[test]
fn the_highest_layer_wins_and_the_others_lie_beneath() {
    let sandbox = connector("sandbox");
    let result = effective(
        &sandbox,
        json!({"scopes": ["a"], "apiVersion": "2"}),
        json!({"scopes": ["b"]}),
    );
    let scopes = result.leaf("scopes").unwrap();
    assert_eq!((&scopes.value, scopes.layer), (&json!(["b"]), Layer::Override));
    let beneath: Vec<Layer> = scopes.beneath.iter().map(|(layer, _)| *layer).collect();
    assert_eq!(beneath, [Layer::Integration, Layer::Connector]);
    assert_eq!(result.leaf("apiVersion").unwrap().layer, Layer::Integration);
    assert_eq!(result.scopes(), ["b"]);
}

#[test]
fn null_removes_and_a_value_above_it_comes_back() {
    let sandbox = connector("sandbox");
    let result = effective(
        &sandbox,
        json!({"http": {"headers": {"x-api-version": null}}}),
        json!({}),
    );
    assert!(result.leaf("http.headers.X-Api-Version").is_none());
    assert_eq!(result.removed[0].path.to_string(), "http.headers.X-Api-Version");
    let back = effective(
        &sandbox,
        json!({"http": {"headers": {"X-Api-Version": null}}}),
        json!({"http": {"headers": {"x-api-version": "9"}}}),
    );
    let leaf = back.leaf("http.headers.X-Api-Version").unwrap();
    assert_eq!(
        (&leaf.value, leaf.beneath[0].clone(), leaf.template),
        (&json!("9"), (Layer::Integration, None), false)
    );
    assert!(back.removed.is_empty());
    assert!(
        result
            .views()
            .iter()
            .any(|view| view.removed && view.path == "http.headers.X-Api-Version")
    );
}

#[test]
fn the_variant_patches_below_the_integration() {
    let salesforce = connector("salesforce");
    let result = effective(&salesforce, json!({}), json!({"variant": "sandbox"}));
    let host = result.leaf("loginHost").unwrap();
    assert_eq!(
        (host.value.as_str(), host.layer),
        (Some("test.salesforce.com"), Layer::Variant)
    );
    assert_eq!(
        host.beneath,
        [(Layer::Connector, Some(json!("login.salesforce.com")))]
    );
    assert!(result.hidden.is_empty());

    let hidden = effective(
        &salesforce,
        json!({"loginHost": "acme.my.salesforce.com"}),
        json!({"variant": "sandbox"}),
    );
    assert_eq!(
        hidden.text("loginHost").as_deref(),
        Some("acme.my.salesforce.com")
    );
    assert_eq!(
        (
            hidden.hidden[0].path.as_str(),
            hidden.hidden[0].variant.as_str(),
            hidden.hidden[0].by
        ),
        ("loginHost", "sandbox", Layer::Integration)
    );
    let none = effective(
        &salesforce,
        json!({"variant": "sandbox"}),
        json!({"variant": null}),
    );
    assert_eq!(
        (none.variant.as_deref(), none.text("loginHost").as_deref()),
        (None, Some("login.salesforce.com"))
    );
}

#[test]
fn what_may_not_be_set_is_left_out_and_said() {
    let slack = connector("slack");
    let result = effective(
        &slack,
        json!({"teamId": "T1", "nope": 1, "http": "x"}),
        json!({"http": {"headers": {"authorization": null}}, "authorizeParams": {"state": "x"}, "variant": "mars"}),
    );
    let codes: Vec<_> = result
        .problems
        .iter()
        .map(|problem| (problem.path.as_str(), problem.code))
        .collect();
    for expected in [
        ("teamId", ParamProblemCode::WrongSource),
        ("nope", ParamProblemCode::UnknownParameter),
        ("http", ParamProblemCode::WrongType),
        ("http.headers.authorization", ParamProblemCode::Reserved),
        ("authorizeParams.state", ParamProblemCode::Reserved),
        ("variant", ParamProblemCode::UnknownVariant),
    ] {
        assert!(codes.contains(&expected), "{expected:?} in {codes:?}");
    }
    assert_eq!(
        result.leaf("http.headers.Authorization").unwrap().layer,
        Layer::Connector
    );
    assert!(result.leaf("teamId").is_none() && result.leaf("authorizeParams.state").is_none());
}

const OPEN: &str = r#"
format = 1
key = "open"
name = "Open"
version = "1.0.0"
additional_params = true
variant = "v"
params.a.default = "A"
params.b.default = "B"
auth.kind = "none"
http.base_url = "https://api.example.com"
http.query = { q = "1", r = "2" }
[variants.v]
params.a.default = "VA"
http.query.s = "3"
unset = ["http.query.r"]
"#;

fn tree(leaves: impl Iterator<Item = (Vec<String>, Value)>) -> Value {
    let mut tree = Value::Object(Map::new());
    for (path, value) in leaves {
        let nested = path
            .into_iter()
            .rev()
            .fold(value, |value, name| json!({ name: value }));
        merge(&mut tree, &nested);
    }
    tree
}

/// The tree without empty objects, which have no leaf to show.
fn pruned(value: &Value) -> Option<Value> {
    match value {
        Value::Object(map) => {
            let map: Map<_, _> = map
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), pruned(value)?)))
                .collect();
            (!map.is_empty()).then_some(Value::Object(map))
        }
        other => Some(other.clone()),
    }
}

fn any_patch() -> impl Strategy<Value = Value> {
    let leaf = || {
        prop_oneof![
            Just(Value::Null),
            any::<u8>().prop_map(Value::from),
            "[a-c]{0,2}".prop_map(Value::from),
            Just(json!(["x"]))
        ]
    };
    let inner = leaf().prop_recursive(3, 12, 3, |inner| {
        proptest::collection::btree_map("[a-d]", inner, 0..4)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
    });
    let top = proptest::collection::btree_map("[a-d]", inner, 0..4);
    let query = proptest::collection::btree_map("[q-t]", leaf(), 0..4);
    (top, query).prop_map(|(top, query)| {
        let mut patch: Map<String, Value> = top.into_iter().collect();
        patch.insert("http".into(), json!({ "query": query }));
        Value::Object(patch)
    })
}

proptest! {
    /// Provenance covers every leaf of the result and only those; the result is what bare RFC 7396 merges give.
    #[test]
    fn provenance_covers_the_result(first in any_patch(), second in any_patch()) {
        let open = Connector::parse(OPEN).unwrap();
        let base = effective(&open, json!({}), json!({}));
        let of = |result: &crate::Effective| tree(result.leaves.iter().map(|leaf| (leaf.path.segments().to_vec(), leaf.value.clone())));
        let mut expected = of(&base);
        merge(&mut expected, &first);
        merge(&mut expected, &second);
        let result = effective(&open, first.clone(), second.clone());
        prop_assert_eq!(result.problems.len(), 0);
        prop_assert_eq!(pruned(&of(&result)), pruned(&expected));
        let paths: BTreeSet<_> = result.leaves.iter().map(|leaf| leaf.path.clone()).collect();
        prop_assert_eq!(paths.len(), result.leaves.len());
        prop_assert!(result.leaves.is_sorted_by(|a, b| a.path < b.path));
        prop_assert!(result.removed.iter().all(|removed| !paths.contains(&removed.path)));
        for leaf in &result.leaves {
            for (layer, given) in [(Layer::Integration, &first), (Layer::Override, &second)] {
                if leaf.layer == layer {
                    let given = patch(given.clone());
                    prop_assert_eq!(given.get(&leaf.path), Some(&leaf.value));
                }
            }
            prop_assert!(leaf.beneath.iter().map(|(layer, _)| *layer).chain([Layer::Connector]).is_sorted_by(|a, b| a >= b));
        }
        let again = effective(&open, first, second);
        prop_assert_eq!(again.hash(), result.hash());
    }
}

#[test]
fn thirty_leaves_are_quick() {
    let open = Connector::parse(OPEN).unwrap();
    let query: Map<String, Value> = (0..30).map(|n| (format!("q{n}"), json!("v"))).collect();
    let (integration, overrides, nothing) = (
        patch(json!({"http": {"query": query}})),
        patch(json!({"a": "x"})),
        Patch::default(),
    );
    let layers = Layers {
        option: None,
        integration: &integration,
        integration_option: &nothing,
        overrides: &overrides,
    };
    assert!(open.effective(&layers).leaves.len() > 30);
    if std::env::var_os("CONNECTOR_TIMING").is_some() {
        let start = std::time::Instant::now();
        for _ in 0..10_000 {
            std::hint::black_box(open.effective(std::hint::black_box(&layers)));
        }
        println!("{:?} each", start.elapsed() / 10_000);
    }
}
