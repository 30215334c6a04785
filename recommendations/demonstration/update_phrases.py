"""The sentences of invented updates. They name no person and no victim, and praise or blame no one.

{title} is the recommendation's short title, {board} the board that looks at it, {left} and {all} are counts.
"""

from __future__ import annotations

from recommendations.register.statuses import Status

LEADS = [
    "Superintendent, Performance and Inspection",
    "Superintendent, Criminal Justice and Custody",
    "Superintendent, Contact and Response",
    "Chief Inspector, Learning and Development",
    "Assistant Chief Constable, Crime and Vulnerability",
    "Head of Corporate Development",
    "Head of Crime Recording and Audit",
]
LEADS_ON_RAPE = [
    "Detective Superintendent, Public Protection",
    "Detective Chief Inspector, Rape Investigation Team",
    "Detective Chief Superintendent, Crime",
    "Assistant Chief Constable, Crime and Vulnerability",
]
REPORTERS = [
    "Force inspection liaison officer",
    "Inspection and audit team",
    "Staff officer to the Assistant Chief Constable",
    "Business manager, Public Protection",
]
NATIONAL_REPORTERS = ["Programme office", "Secretariat", "Policy team", "Business support team"]
VERIFIER = "HMICFRS force liaison lead"
BOARDS = [
    "Inspection and Improvement Board",
    "Public Protection Board",
    "Performance Board",
    "Vulnerability Board",
    "Force Governance Board",
    "Criminal Justice Board",
]

WHAT = {
    Status.NOT_STARTED: [
        "A lead has been named; work has not begun.",
        "The recommendation has been given to a lead. A first plan will go to the {board}.",
        "Work has not begun. It will follow the present round of training.",
        "The lead is reading the report and will propose a plan to the {board}.",
        "No work yet: the team that will do it is being set up.",
        "It stands in the plan for the next quarter; nothing has been done so far.",
        "A first meeting has been arranged. There is nothing else to report.",
        "The scope of the work is being agreed before it begins.",
        "The {board} has noted the recommendation and asked for a plan.",
        "Work will begin when the new lead is in post.",
    ],
    Status.IN_PROGRESS: [
        "A plan for “{title}” has been agreed at the {board}.",
        "{left} of {all} tasks in the plan are done.",
        "Guidance has been drafted and sent to team leaders for comment.",
        "The first group has been trained; further courses are booked.",
        "A sample of {all} files was read. What was found has gone to the team leaders.",
        "The procedure has been rewritten and is with the policy team.",
        "A working group now meets every month and reports to the {board}.",
        "The form in the records system has been changed and is being tried in one area.",
        "Figures are now collected each month and shown to the {board}.",
        "An analyst has begun work on the data that “{title}” asks for.",
        "The two areas that went first have finished; the others follow.",
        "A briefing went to all supervisors, with a short guide.",
        "Roles have been written down and agreed between the departments.",
        "The first draft has been shared with partners, who have until the end of the month to comment.",
        "Supervisors now check a sample of {left} cases each week.",
        "The backlog has been counted and a plan to clear it is in place.",
        "The new checklist is in use in {left} of {all} teams.",
        "An internal audit has been asked to look at “{title}”.",
        "Two posts have been advertised for the work.",
        "The supplier has given a date for the change to the system.",
        "The training material has been adapted and a date set for the first course.",
        "Attendance has been recorded: {left} of {all} teams have been through the course.",
        "The quarterly review has been held; no change to the plan.",
        "A page of questions and answers has been put on the intranet.",
        "The measures in use have been compared with those of two neighbouring forces.",
        "The second draft takes in the comments received.",
        "The dashboard has a new page for this recommendation.",
        "The plan was looked at again after the last file review; {left} tasks remain.",
        "A pilot began in one area and will be looked at after eight weeks.",
        "The pilot has ended. What was learned from it is being written up.",
        "Team leaders have been asked to confirm that the new procedure is in use.",
        "The meeting with prosecutors now has this as a standing item.",
        "Work went on as planned; {left} of {all} tasks are done.",
    ],
    Status.WAITING: [
        "The local work is ready and waits for what must come first.",
        "Nothing more can be done here until the national work is published.",
        "A draft has been seen; the final version is awaited.",
        "The local procedure will be written when the national document is out.",
        "We asked for a date and have been told that none is set yet.",
        "Preparations are done: names, dates and rooms for the training are held.",
        "The wait was noted at the {board}. It will be looked at again next quarter.",
        "An interim approach is in use until the national one arrives.",
    ],
    Status.COMPLETE: [
        "All {all} tasks in the plan are done.",
        "The new procedure is in use in every team.",
        "Training has been completed; those who were absent have new dates.",
        "The {board} has agreed that the plan is finished.",
        "The lead reports the work as complete and will check it again in three months.",
        "The last area has taken up the new checklist.",
        "The change to the records system is live for all users.",
        "The final file review found the procedure in use in each sample.",
        "Everything the plan for “{title}” asked for has been done.",
        "The guide has been published on the intranet and briefed to all teams.",
    ],
    Status.SENT: [
        "A closing report with its evidence has been sent to HMICFRS.",
        "The evidence was put together and sent for sign-off.",
        "The {board} agreed to ask for sign-off; the request has been sent.",
        "HMICFRS has the closing report and has said that it will look at it this quarter.",
        "The request to close was sent, with the results of the last file review.",
        "HMICFRS has been told that the work is complete.",
        "The Chief Constable signed the closing report and it has been sent.",
        "Two questions from HMICFRS were answered; its decision is awaited.",
    ],
    Status.CLOSED: [
        "HMICFRS has closed this recommendation.",
        "HMICFRS wrote that it regards this as closed.",
        "Closed by HMICFRS after its file review.",
        "HMICFRS looked at the evidence and closed it.",
        "The liaison lead confirmed that this is closed.",
        "Closed, following the visit of the inspection team.",
        "HMICFRS closed it and asks for no further report.",
        "Closed. The force keeps the measure on its dashboard.",
    ],
    Status.NOT_ACCEPTED: [
        "The force will not do this: it already uses another procedure that serves the same purpose.",
        "Not accepted. The force has explained that the function was moved to a shared service.",
        "The force considered the recommendation and does not propose to act on it; its reasons are in its letter.",
    ],
    Status.SUPERSEDED: [
        "A later inspection has taken this up in new words.",
        "Superseded: the point is covered by a recommendation of a later report.",
        "HMICFRS now follows this under a later inspection.",
    ],
}
NATIONAL_WHAT = {
    Status.NOT_STARTED: WHAT[Status.NOT_STARTED][:1] + WHAT[Status.NOT_STARTED][3:7],
    Status.IN_PROGRESS: [
        "A plan for the national work has been agreed.",
        "A working group with police forces has met for the first time.",
        "A first draft has been shared with partners.",
        "Comments from {all} forces have been received and are being read.",
        "A second draft is with the partners.",
        "A pilot with {left} forces has begun.",
        "The research has been commissioned.",
        "A timetable for publication has been agreed.",
        "The results of the survey of forces are being written up.",
    ],
    Status.COMPLETE: [
        "The document has been published and sent to all forces.",
        "The work has been finished and reported to the national board.",
        "The guidance is in use. A review is planned in a year.",
    ],
    Status.SENT: ["A closing report has been sent to HMICFRS.", "HMICFRS has been told that the work is finished."],
    Status.CLOSED: WHAT[Status.CLOSED][:4],
}
NEXT = [
    "Next: a look at a further sample of cases.",
    "The next report goes to the {board}.",
    "A review is planned in two months.",
    "The lead will report again next month.",
    "Next: the remaining teams.",
    "The plan is otherwise unchanged.",
    "There is nothing that stands in the way.",
    "The date depends on the supplier.",
    "A second file review will follow.",
    "Figures for the quarter will follow.",
    "The training team has been asked for more places.",
    "Partners have been told.",
    "",
    "",
    "",
]
REOPENED = [
    "Re-opened: a later file review found the procedure in use in some teams only.",
    "Re-opened after the change of the records system; the measure has to be set up again.",
    "HMICFRS asked for it to be opened again after its last visit.",
]
NOTES = [
    "Ask at the next meeting how the figures were counted.",
    "Compare with the wording of the recommendation before this goes into a report.",
    "The date should be confirmed in writing.",
    "Look at the evidence again in three months.",
    "To be raised at the commissioner’s accountability meeting.",
    "Check whether the part about training has its own evidence.",
]
MISTAKES = [
    "Recorded against the wrong recommendation: the update belongs to another one.",
    "Typed in by mistake; the force had not said so.",
    "The date was read wrongly. A corrected update follows.",
]
NEW_DEADLINE_REASONS = [
    "HMICFRS set a new date after its visit",
    "HMICFRS agreed to a later date because the national guidance was late",
    "New date in HMICFRS’s letter to the chief constable",
    "HMICFRS moved the date to the end of its next review",
]
LOCAL_TARGET_REASONS = [
    "Set by the force’s board, because the report gives no date",
    "Set so that the change is in use before the next training round",
    "Agreed with the commissioner’s office to keep the work on course",
    "The date of the supplier’s next release",
]
EVIDENCE = [
    "Minutes of the {board}",
    "Results of the file review",
    "Training attendance figures",
    "The new procedure",
    "The plan, with what has been done",
    "Briefing to supervisors",
    "Monthly figures",
    "Closing report",
]
