//! Finding and touching what is on the page by its test id, waiting until it is there.

use fantoccini::{Locator, elements::Element};

use super::{Window, until};

/// What a person finds by looking.
pub(crate) struct Eyes<'a>(pub(crate) &'a Window);

impl Eyes<'_> {
    /// Waits for the element of this test id.
    pub(crate) async fn find(&self, id: &str) -> Element {
        let css = format!("[data-testid='{id}']");
        until(&css, async || self.0.client.find(Locator::Css(&css)).await.ok()).await
    }

    /// Clicks what is there and can be clicked.
    pub(crate) async fn click(&self, id: &str) {
        let css = format!("[data-testid='{id}']:not([disabled]):not([data-disabled])");
        until(&css, async || {
            let element = self.0.client.find(Locator::Css(&css)).await.ok()?;
            element.click().await.ok()
        })
        .await;
    }

    /// Waits until it is there and can be used, without touching it.
    pub(crate) async fn enabled(&self, id: &str) {
        let css = format!("[data-testid='{id}']:not([disabled]):not([data-disabled])");
        until(&css, async || self.0.client.find(Locator::Css(&css)).await.ok()).await;
    }

    /// Replaces what a field holds.
    pub(crate) async fn write(&self, id: &str, text: &str) {
        let element = self.find(id).await;
        if element.attr("contenteditable").await.unwrap().is_some() {
            // The editor closes brackets and quotes by itself, so it is told the whole text at once, as a paste would.
            let argument = serde_json::to_value(&element).unwrap();
            self.0
                .client
                .execute(
                    "arguments[0].focus(); arguments[0].value = arguments[1];",
                    vec![argument, text.into()],
                )
                .await
                .unwrap();
            return;
        }
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    /// Waits until the text of an element holds this.
    pub(crate) async fn reads(&self, id: &str, expected: &str) {
        let css = format!("[data-testid='{id}']");
        let mut last = String::new();
        until(&format!("“{expected}” in {id}"), async || {
            // The text as it is in the page: WebDriver leaves out what it takes for not shown.
            let element = self.0.client.find(Locator::Css(&css)).await.ok()?;
            last = element.prop("textContent").await.ok()??;
            last.contains(expected).then_some(())
        })
        .await;
    }

    /// Waits until an attribute of an element has this value.
    pub(crate) async fn attribute(&self, id: &str, name: &str, expected: &str) {
        let css = format!("[data-testid='{id}'][{name}='{expected}']");
        until(&css, async || self.0.client.find(Locator::Css(&css)).await.ok()).await;
    }
}
