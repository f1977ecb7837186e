/// Where a person finds the page of a store.
package struct OpenedPage: JSONResult {
    /// Its address, which signs in whoever opens it first.
    package let address: String

    /// Says where the page is.
    package init(address: String) {
        self.address = address
    }

    /// The JSON of an opened page.
    package static let shape = JSONShape<OpenedPage>(
        "Opened page", "Where a person finds the page of a store.",
        [
            JSONMember(
                "address", \.address,
                "The address, which signs in whoever opens it first, and within a minute.")
        ])
}
