/// The slots of the variables that every scenario has; `nil` where one is not used.
package struct BuiltinSlots: Sendable, Equatable {
    /// The number of the user, from 1.
    package var user: Slot?
    /// The number of the user's iteration, from 1.
    package var iteration: Slot?
    /// A text that no other use in this or another run gets; drawn anew for each iteration.
    package var unique: Slot?

    package init(user: Slot? = nil, iteration: Slot? = nil, unique: Slot? = nil) {
        self.user = user
        self.iteration = iteration
        self.unique = unique
    }
}
